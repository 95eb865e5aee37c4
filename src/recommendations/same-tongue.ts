/** Whether who reads the one language tag reads the other: pt-BR and pt-PT, zh and zh-Hant. */
export function isSameTongue(one: string, other: string): boolean {
  return one === other || primaryOf(one) === primaryOf(other);
}

function primaryOf(tag: string): string {
  const end = tag.indexOf('-');
  return end === -1 ? tag : tag.slice(0, end);
}
