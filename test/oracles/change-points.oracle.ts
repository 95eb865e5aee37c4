// The change points written as the formula reads, in plain float64 and with no thought of speed: what the shipping code
// must agree with.

export interface OracleBin {
  minutes: number;
  readers: number;
  exposure: number;
}

/** Lanczos, g = 7, nine terms: about 1e-15 relative. */
export function lgamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const z = x - 1;
  let sum = terms[0]!;
  for (let i = 1; i < terms.length; i++) sum += terms[i]! / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

function logNegBin(n: number, a: number, b: number, exposure: number): number {
  if (exposure === 0) return 0;
  const success = b / (b + exposure);
  return lgamma(a + n) - lgamma(a) - lgamma(n + 1) + a * Math.log(success) + n * Math.log(1 - success);
}

export function oracleScore(bins: readonly OracleBin[], siteRate: number): number {
  const a0 = 1;
  const b0 = a0 / (0.04 * siteRate);
  const open = bins.findIndex((bin) => bin.exposure > 0 || bin.readers > 0);
  const first = open === -1 ? 0 : open;
  // The first rate of an article has the prior (a0 + n) / (4 b0 + e): one reader at a hundredth of the site's rate.
  let segments = [{ n: 0, e: 3 * b0, l: 0, start: first }];
  for (let j = first; j < bins.length; j++) {
    const bin = bins[j]!;
    if (j > first && bin.minutes > 0) {
      const h = 1 - Math.exp(-0.004 * bin.minutes);
      const f = 2 ** (-bin.minutes / Math.min(60, Math.max(5, 120 / siteRate ** 0.5)));
      const top = Math.max(...segments.map((s) => s.l));
      const total = top + Math.log(segments.reduce((sum, s) => sum + Math.exp(s.l - top), 0));
      segments = segments.map((s) => ({ ...s, n: s.n * f, e: s.e * f, l: s.l + Math.log(1 - h) }));
      segments.push({ n: 0, e: 0, l: total + Math.log(h), start: j });
    }
    for (const s of segments) {
      s.l += logNegBin(bin.readers, a0 + s.n, b0 + s.e, bin.exposure);
      s.n += bin.readers;
      s.e += bin.exposure;
    }
    const best = Math.max(...segments.map((s) => s.l));
    segments = segments.filter((s) => s.l >= best - 12);
  }
  const best = Math.max(...segments.map((s) => s.l));
  const total = segments.reduce((sum, s) => sum + Math.exp(s.l - best), 0);
  let rate = 0;
  let fresh = 0;
  for (const s of segments) {
    const w = Math.exp(s.l - best) / total;
    rate += (w * (a0 + s.n)) / (b0 + s.e);
    const age = bins.slice(s.start).reduce((sum, bin) => sum + bin.minutes, 0);
    if (age <= 15) fresh += w;
  }
  return rate * (1 + 0.1 * fresh);
}
