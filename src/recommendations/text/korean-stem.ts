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

/** The noun of a word in Hangul; nothing where it says nothing of what a text is about. */
export function koreanStem(word: string): string[] {
  if (empty.has(word)) return [];
  const particle = particles.find((one) => word.endsWith(one) && word.length - one.length >= LEAST_SYLLABLES);
  const stem = particle === undefined ? word : word.slice(0, -particle.length);
  return stem.length < LEAST_SYLLABLES || empty.has(stem) ? [] : [stem];
}
