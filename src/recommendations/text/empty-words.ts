// Words that every text is full of, of languages for which Postgres brings no list of them (and a few that its English
// one lacks): of a corpus of a few articles no count tells them from the rest.

import { primaryLanguage } from './read-words';

const lists: Readonly<Record<string, string>> = {
  en: `
    mr mrs ms dr cannot could would should might must also every says said say told like even still yet much
    many get got ever never whoever simply two three four five six seven eight nine ten back took`,
  ar: `
    في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين أن ان إن لا ما لم لن قد كان كانت يكون هو هي هم
    كل بعد قبل بين حتى عند أو او ثم حيث كما لكن ولكن بل غير وقد وقال قال قالت وفي وعلى ومن إذا لأن منذ خلال
    حول أي أكثر عليه عليها فيه فيها منه منها جانب تم به بها له لها أيضا كذلك ضد دون أمام وهو وهي`,
  ca: `
    el la els les un una de del dels que en amb per al als es no més com però ha han són ser va van aquest
    aquesta també o si seva seu`,
  cs: `
    je na se že do za pro ve si po od jako ale jsou by to už tak jeho jen které která který aby také podle
    nebo než při bude byl byla bylo byly však kteří když co ze před jsem není být má mají ještě více proti
    až mezi tím jejich této ani`,
  el: `
    και το της του να την στο για με από που των είναι στην τα τον οι θα δεν στη τη ότι στα στον τις ένα μια
    αλλά ήταν έχει σε αυτό τους ως`,
  fa: `
    از به در که را این با است برای آن یک هم تا شد بود می ها های خود بر شده اما یا هر نیز وی دو کرد کند کرده
    باید پس اگر`,
  he: `
    של את על לא הוא היא זה זו עם כי גם או אם יש היה הם אני כל רק עוד בין אבל כך אחרי לפני אך אל כמו היו אשר
    מה יותר`,
  hi: `
    के का की में है को से और पर ने हैं यह कि था थी थे भी नहीं एक इस ही हो कर लिए जो तो वह गया साथ कहा बाद
    अपने कुछ तक उन`,
  id: `
    dan yang di dengan untuk dari ini itu pada dalam adalah tidak akan ke oleh sebagai juga telah atau
    karena ada bisa mereka para saat dia`,
  ja: `
    こと もの ため よう それ これ あれ どれ ここ そこ とき ところ から まで など だけ ので のに では には とは でも
    ても です ます ました ません でした である という として により による において について に対して にかかわらず
    にもかかわらず しかし しかしながら そして それで それから だから または および ならび さらに すでに もちろん ながら
    ばかり くらい ぐらい ほとんど たくさん すべて いつも とても かなり あまり やはり つまり たとえば なければ なかった
    なって なった なり できる できた できない しまう しまった いただく ください されて された される させる している
    していた すること しました あった あって あります ありません いました いない そうした こうした このような そのような
    わたし あなた かれら みんな いまも いまは やさしい あたらしい おいしい らしい そんな こんな どんな どのよう いろいろ
    それぞれ ひとつ ふたつ ところが けれども したがって なぜなら とともに によって 私たち 彼ら 今回 今日 昨日 明日 以上
    以下 場合`,
  pl: `
    na się nie to że do jest jak od za po co ale tak był była było były przez dla przy także już może tylko
    oraz więc ich jego jej który która które których czy ze pod bez być tego tym są będzie ma jako przed tej
    ten ta też jeszcze między kiedy`,
  ro: `
    și si în in la de pe cu să nu că din este care pentru au fost mai sunt lui sau prin dar după ce fi va ar
    această acest lor către`,
  uk: `
    на що не до за від як та це із але його її їх він вона вони при або про було був була були буде також
    після які який яка яке для чи ми ви же між через вже лише щоб під цього ще цей ця бути тому коли де так`,
  vi: `
    và của là có cho các được trong với không một những đã này đến từ khi để người ra vào tại ở về như sẽ
    theo nhiều cũng đó`,
  zh: `
    我们 他们 我們 他們 这个 那个 這個 那個 可以 没有 沒有 因为 因為 所以 但是 如果 以及 一个 一個 这些 這些 那些
    自己 就是 已经 已經 不是 还是 還是 表示 进行 進行 包括`,
};

const none: ReadonlySet<string> = new Set();
const sets = new Map(
  Object.entries(lists).map(([language, list]) => [language, new Set(list.trim().split(/\s+/))]),
);

/** In small letters; none for a language of which Postgres' own dictionary knows them. */
export function emptyWords(language: string): ReadonlySet<string> {
  return sets.get(primaryLanguage(language)) ?? none;
}
