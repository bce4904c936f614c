const plain = '#1f4e79';

/** The brand's colour with the text that can be read on it: black or white, whichever has more contrast (WCAG luminance). */
function onBrand(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

/** The page's own style: nothing else on it has one. A colour that is none is not used. */
export function pageStyle(branded: string | undefined): string {
  const colour = branded !== undefined && /^#[0-9a-f]{6}$/.test(branded) ? branded : plain;
  return `:root{color-scheme:light dark;--brand:${colour};--on-brand:${onBrand(colour)};--line:#8886}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header{background:var(--brand);color:var(--on-brand);padding:1rem 0}
header>div,main{max-width:52rem;margin:auto}header>div{padding:0 1rem}figure{margin:1rem 0}
header img{max-height:3.5rem;max-width:12rem;display:block}
main{padding:1rem}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
.due{font-size:2rem;font-weight:700;margin:0}.due small{display:block;font-size:1rem;font-weight:400}.status{display:inline-block;border:1px solid;border-radius:1rem;padding:0 .75rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}.n{text-align:right;white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}dd{margin:0}
label{display:block;margin:.5rem 0 .15rem}input,select,textarea{font:inherit;width:100%;max-width:100%;padding:.4rem}
input[type=checkbox]{width:auto}td label{margin:0}
button,.button{font:inherit;display:inline-block;margin:.75rem 0;padding:.6rem 1.2rem;border:1px solid var(--on-brand);
  border-radius:.4rem;background:var(--brand);color:var(--on-brand);text-decoration:none;cursor:pointer}
:focus-visible{outline:3px solid;outline-offset:2px}
.note{border-left:.3rem solid var(--brand);padding:.5rem 1rem}.words{white-space:pre-wrap}
.code{background:#fff;padding:.5rem;width:11rem;height:11rem;display:block}
footer{max-width:52rem;margin:auto;padding:1rem;font-size:.85rem}
@media(max-width:30rem){.wide{display:none}}
@media print{form,.button{display:none}}`;
}
