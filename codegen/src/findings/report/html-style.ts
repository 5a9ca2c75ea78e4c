/** Style of the page; colors keep a contrast of 4.5:1 in both schemes. */
export const pageStyle = `
:root{--bg:#fff;--fg:#1c1e21;--soft:#5b6068;--line:#d9dce1;--panel:#f5f6f8;--error:#b3261e;--warn:#8a5a00;--info:#1d5fa8;--pass:#1f7a3a;--mark:#ffe08a}
@media (prefers-color-scheme:dark){:root{--bg:#16181c;--fg:#e6e8eb;--soft:#a3a9b3;--line:#363a42;--panel:#1f2228;--error:#ff8a80;--warn:#ffc46b;--info:#8ab8f5;--pass:#7fd694;--mark:#6b5310}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem}
header{border-left:6px solid var(--pass);padding-left:1rem;margin-bottom:2rem}
header.fails{border-color:var(--error)}
h1{font-size:1.4rem;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;border-bottom:1px solid var(--line);padding-bottom:.3rem;overflow-wrap:anywhere}
.counts{display:flex;flex-wrap:wrap;gap:1.2rem;list-style:none;margin:0 0 .8rem;padding:0}
.counts .zero b{color:var(--soft)}
nav{margin-bottom:1.5rem}nav ul{list-style:none;margin:0;padding:0}nav li{overflow-wrap:anywhere}nav a{color:inherit}nav small{color:var(--soft);margin-left:.4rem}
.error .level,li.error b{color:var(--error)}.warn .level,li.warn b{color:var(--warn)}.info .level,li.info b{color:var(--info)}
article{border:1px solid var(--line);border-left-width:4px;border-radius:6px;padding:.7rem 1rem;margin:.8rem 0}
article.error{border-left-color:var(--error)}article.warn{border-left-color:var(--warn)}article.info{border-left-color:var(--info)}
.head{margin:0;font-weight:600;overflow-wrap:anywhere}.where{margin:.1rem 0 .4rem;color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
figure{margin:.4rem 0}figcaption{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
pre{margin:0;background:var(--panel);padding:.4rem .6rem;overflow-x:auto;border-radius:4px}
code,pre{font:.9em/1.5 ui-monospace,monospace}
mark{background:var(--mark);color:inherit}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem .8rem;margin:.4rem 0 0;font-size:.95rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse}caption{text-align:left;color:var(--soft)}
th,td{text-align:left;padding:.15rem .8rem .15rem 0;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
summary{cursor:pointer}
@media (max-width:32rem){main{padding:1rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.3rem}}
@media print{body{font-size:11pt}main{max-width:none;padding:0}article,figure{break-inside:avoid}h2{break-after:avoid}pre{white-space:pre-wrap;overflow-wrap:anywhere}mark,pre{print-color-adjust:exact}details::details-content{content-visibility:visible;height:auto}}
`;
