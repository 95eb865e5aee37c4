// The look of the page. Colours of lines are told apart by those who see few colours too (Okabe and Ito, 2008), and have
// a lighter form for the dark.

export const pageStyle = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5c6670; --faint: #e4e7ea; --paper: #fff; --card: #f6f7f8;
  --ours: #0b6bcb; --baseline: #b45309; --ceiling: #4d7c0f; --usual: #7c8894; --quiet: #c3c9cf;
  --c1: #0072b2; --c2: #d55e00; --c3: #009e73; --c4: #cc79a7; --c5: #a88a00; --c6: #56b4e9; --c7: #7a4fbf; --c8: #8c564b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #a0a8b1; --faint: #33393f; --paper: #16191d;
  --card: #1f2328; --ours: #62aefc; --baseline: #f0a04b; --ceiling: #9ccc52; --usual: #8b96a1; --quiet: #464d55;
  --c1: #4ba3e3; --c2: #f08a4b; --c3: #3fc79a; --c4: #e3a3c8; --c5: #e0c64a; --c6: #8fd0f5; --c7: #b394ea; --c8: #c9a095; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1260px; margin: 0 auto; padding: 40px 32px 64px; }
h1 { font-size: 28px; line-height: 1.2; letter-spacing: -.01em; margin: 0 0 12px; }
h2 { font-size: 19px; margin: 48px 0 4px; }
header p, section > p { margin: 0 0 2px; color: var(--soft); max-width: 90ch; }
section > p { margin-bottom: 14px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; margin: 24px 0 0; }
.tiles dl { margin: 0; padding: 14px 16px; background: var(--card); border-radius: 10px; }
.tiles dt { color: var(--soft); font-size: 13px; }
.tiles dd { margin: 2px 0; font-size: 26px; font-weight: 600; font-variant-numeric: tabular-nums; }
.tiles p { margin: 0; color: var(--soft); font-size: 13px; min-height: 20px; }
svg { display: block; width: 100%; height: auto; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr)); gap: 16px; }
.grid { stroke: var(--faint); stroke-width: 1; }
.tick, .label { paint-order: stroke; stroke: var(--paper); stroke-width: 3.5px; stroke-linejoin: round; }
.tick { fill: var(--soft); font-size: 12px; }
.label { fill: var(--ink); font-size: 12.5px; }
.strong { font-weight: 700; font-size: 13.5px; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.line.ours { stroke: var(--ours); stroke-width: 2.75; } .line.baseline { stroke: var(--baseline); }
.line.ceiling { stroke: var(--ceiling); stroke-dasharray: 5 4; } .line.usual { stroke: var(--usual); }
.line.quiet { stroke: var(--quiet); stroke-width: 2; }
.line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); } .line.c3 { stroke: var(--c3); }
.line.c4 { stroke: var(--c4); } .line.c5 { stroke: var(--c5); } .line.c6 { stroke: var(--c6); }
.line.c7 { stroke: var(--c7); } .line.c8 { stroke: var(--c8); }
[class^="line c"]:not(.ceiling), line[class^="line c"]:not(.ceiling) { stroke-width: 4; }
.dot { stroke: var(--paper); stroke-width: 1.5; }
.dot.ours { fill: var(--ours); } .dot.baseline { fill: var(--baseline); } .dot.ceiling { fill: var(--ceiling); }
.frontier { stroke: var(--soft); stroke-width: 1.25; stroke-dasharray: 4 4; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 9px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--faint); }
thead th { color: var(--soft); font-weight: 500; vertical-align: bottom; }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
tbody th { font-weight: 500; }
tbody small { display: block; color: var(--soft); font-weight: 400; font-size: 11.5px; min-width: 40ch;
  white-space: normal; line-height: 1.3; }
.close { font-size: 12.5px; } .close th, .close td { padding: 6px 4px; } .close thead th { white-space: normal; } .close tbody th small { min-width: 22ch; }
.close td { vertical-align: top; } .close td small { min-width: 0; white-space: nowrap; font-size: 10.5px; }
tr.ours th, tr.ours td { font-weight: 650; } tr.ours small { font-weight: 400; }
tr.ceiling th { color: var(--ceiling); } tr.ours th { color: var(--ours); }
.forest { width: 120px; height: 14px; } .forest circle { fill: var(--baseline); }
.ours .forest circle { fill: var(--ours); } .ceiling .forest circle { fill: var(--ceiling); }
.reach { stroke: var(--soft); stroke-width: 2.5; }
@media (max-width: 700px) { main { padding: 24px 16px 48px; } .pair { grid-template-columns: 1fr; } }
`;
