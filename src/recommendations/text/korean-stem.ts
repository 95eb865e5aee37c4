// Korean particles cling to their nouns. A list of them, the longest first, finds the noun in nearly all words of news;
// endings of verbs are left, and so are words of which less than two syllables would stay.

const particles = [
  '에서부터 으로부터 에서는 에서도 에서의 에게서 에게는 으로는 으로도 으로서 으로써 이라고 이라는 이라도 이었다 까지도 까지는 부터는',
  '에서 에게 에는 에도 에만 으로 로는 로서 까지 부터 보다 처럼 마다 만큼 조차 마저 이나 이라 이다 이며 라고 라는 과는 와는 과의 와의 였다 한테 께서',
  '은 는 이 가 을 를 의 에 도 로 와 과 만 나 들',
]
  .flatMap((line) => line.split(' '))
  .sort((one, other) => other.length - one.length);

const LEAST_SYLLABLES = 2;

/** What every text is full of; a corpus of a few articles does not tell them from the rest. */
const empty = new Set(
  (
    '그리고 그러나 그런데 그래서 하지만 또한 또는 다만 이미 아직 모두 가장 매우 조금 다시 함께 바로 지금 오늘 어제 내일 때문 위해 대해 ' +
    '통해 따라 있다 있는 있었다 없다 없는 없었다 한다 하는 했다 했던 된다 되는 됐다 되었다 않는다 않았다 같은 이런 그런 이것 그것 것은 ' +
    '것이 것을 것이다 말했다 밝혔다 우리 그는 그녀 그들 이번 지난 다른 모든 어떤 여러 정도 경우 동안 이후 이전 사이'
  ).split(' '),
);

const endsInHangul = /^(.*?)(\p{sc=Hangul}+)$/u;
const someLetters = /\p{L}/u;
const [FIRST_SYLLABLE, LAST_SYLLABLE] = [0xac00, 0xd7a3];
/** Each vowel is followed by so many syllables: without a final consonant, and with each. */
const FINALS = 28;
const FINAL_L = 8;
/** Of these pairs the one follows a consonant, the other a vowel: 시장은, 도시는. */
const afterConsonant = /^(은|이|을|과|과는|과의|으로.*)$/;
const afterVowel = /^(는|가|를|나|와|와는|와의)$/;
const afterVowelOrL = /^로(는|서)?$/;

/**
 * The noun of a word that ends in Hangul, whatever it begins with (LG전자가: LG전자); nothing where it says nothing of
 * what a text is about.
 */
export function koreanStem(word: string): string[] {
  if (empty.has(word)) return [];
  const stem = withoutParticle(word);
  return isTooShort(stem) || empty.has(stem) || empty.has(koreanRoot(stem)) ? [] : [stem];
}

/**
 * What all forms of a noun have in common: 고양이 may be a noun or 고양 with a particle, so whatever may be a particle
 * goes, until nothing does. For comparing, not for showing.
 */
export function koreanRoot(word: string): string {
  for (let root = word; ; ) {
    const shorter = withoutParticle(root);
    if (shorter === root) return root;
    root = shorter;
  }
}

function withoutParticle(word: string): string {
  const last = word.charCodeAt(word.length - 1);
  if (!(last >= FIRST_SYLLABLE && last <= LAST_SYLLABLE)) return word;
  const [, head = '', tail = ''] = endsInHangul.exec(word)!;
  const particle = particles.find((one) => {
    const noun = tail.slice(0, -one.length);
    if (!tail.endsWith(one) || isTooShort(head + noun)) return false;
    return noun === '' ? someLetters.test(head) || head.length > 1 : mayFollow(noun.at(-1)!, one);
  });
  return particle === undefined ? word : word.slice(0, -particle.length);
}

function isTooShort(stem: string): boolean {
  return [...stem].length < LEAST_SYLLABLES;
}

function mayFollow(syllable: string, particle: string): boolean {
  const code = syllable.charCodeAt(0);
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return true;
  const final = (code - FIRST_SYLLABLE) % FINALS;
  if (afterConsonant.test(particle)) return final !== 0;
  if (afterVowel.test(particle)) return final === 0;
  return !afterVowelOrL.test(particle) || final === 0 || final === FINAL_L;
}
