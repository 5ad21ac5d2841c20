// SPDX-License-Identifier: GPL-3.0-or-later

/// The style sheet of a page.
///
/// Load has one scale from light to dark, which prints as distinct greys; what is over it or lacking has one marked
/// colour and a hatching. Blue and vermilion stay apart for all common kinds of colour blindness.
enum PageStyle {
  static let text: StaticString = """
    :root{color-scheme:light dark;--ground:#fff;--card:#f5f7fa;--text:#17212e;--quiet:#4f5b69;--line:#d5dbe3;--soft:#e9edf2;
    --accent:#0d5a9c;--good:#14683a;--warn:#9a3c00;--bad:#a1121f;--h1:#dcebf7;--h2:#a9cfea;--h3:#6aaed9;--h4:#1f6fb0;--h5:#b4450e;
    --h5b:#8a3006;--on3:#101820;--on4:#fff;--on5:#fff;--work:#1f6fb0;--units:#2b7d6b;--there:#dfe5ec;--frame:#7d8a99;--lack:#c74a00;
    --lackground:#fde6d6;--out:#9aa5b1;--promise:#5b2a86;--label:230px}
    @media screen and (prefers-color-scheme:dark){:root{--ground:#11161d;--card:#1a212b;--text:#e8edf3;--quiet:#a9b4c1;--line:#36414e;
    --soft:#252e39;--accent:#7cc0f5;--good:#74d39b;--warn:#ffb27a;--bad:#ff9a9f;--h1:#1b3247;--h2:#1f5078;--h3:#2a6ca4;--h4:#8ec7f2;
    --h5:#f08a3c;--h5b:#c9631a;--on3:#fff;--on4:#0b1219;--on5:#0b1219;--work:#5fa9e0;--units:#55b8a1;--there:#2b3644;--frame:#75828f;
    --lack:#ff9d57;--lackground:#4a2a12;--out:#6d7986;--promise:#d3aef5}}
    *{box-sizing:border-box}
    html{font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",sans-serif;background:var(--ground);
    color:var(--text);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;scroll-padding-top:3.2rem}
    body{margin:0}
    header.top{padding:1.6rem clamp(1rem,3vw,3rem) .4rem}
    .name{margin:0;color:var(--accent);font-weight:600;letter-spacing:.04em;text-transform:uppercase;font-size:.8rem}
    h1{font-size:clamp(1.25rem,2.4vw,1.9rem);line-height:1.2;margin:.2rem 0 .6rem;overflow-wrap:anywhere}
    .horizon{margin:0 0 .3rem;color:var(--quiet);font-size:1.05rem}
    h2{font-size:1.35rem;margin:0 0 .6rem;padding-bottom:.35rem;border-bottom:2px solid var(--line);white-space:pre-wrap}
    h3{font-size:1rem;margin:1.4rem 0 .5rem}
    nav{position:sticky;top:0;z-index:5;display:flex;gap:.2rem 1.1rem;overflow-x:auto;padding:.55rem clamp(1rem,3vw,3rem);
    background:var(--ground);border-bottom:1px solid var(--line)}
    nav a{color:var(--accent);text-decoration:none;white-space:nowrap;font-size:.9rem;padding:.15rem 0}
    nav a:hover{text-decoration:underline}
    main,footer{padding:0 clamp(1rem,3vw,3rem)}
    main{max-width:2400px}
    section{padding:1.7rem 0 .8rem}
    a:focus-visible,button:focus-visible,[role=button]:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,td:focus-visible,
    .wide:focus-visible,.panel:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
    .lead{max-width:72rem;margin:.4rem 0 .8rem}
    .strong{font-weight:600}
    .remark,.note,.quiet{color:var(--quiet)}
    .remark{font-size:.87rem;margin:.4rem 0;max-width:72rem}
    .good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
    .warn,.bad{font-weight:600}
    .verdict{font-size:clamp(1.15rem,2vw,1.5rem);font-weight:650;margin:.5rem 0 1rem;padding-left:.8rem;border-left:6px solid}
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:.8rem;margin-bottom:1.2rem}
    .card{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--frame);border-radius:6px;padding:.7rem .9rem;
    color:var(--text);font-weight:400}
    .card.good{border-top-color:var(--good)}.card.warn{border-top-color:var(--warn)}.card.bad{border-top-color:var(--bad)}
    .card p{margin:0}
    .card .what{font-size:.82rem;color:var(--quiet)}
    .card .figure{font-size:1.55rem;font-weight:650;line-height:1.25;overflow-wrap:anywhere}
    .card.good .figure{color:var(--good)}.card.warn .figure{color:var(--warn)}.card.bad .figure{color:var(--bad)}
    .card .note{font-size:.84rem}
    .facts{padding-left:1.1rem;margin:.8rem 0;max-width:72rem}
    .facts li{margin:.15rem 0;overflow-wrap:anywhere}.facts ul{padding-left:1.1rem;list-style:none}table.text td.sub{padding-left:1.8rem;color:var(--quiet)}
    .hash{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.8em;overflow-wrap:anywhere}
    footer{color:var(--quiet);font-size:.82rem;border-top:1px solid var(--line);padding-block:1rem 2rem;margin-top:1rem}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .patterns{position:absolute}
    .wide{overflow-x:auto;max-width:100%;position:relative}
    .wide.tall{max-height:85vh;overflow:auto}
    table{border-collapse:collapse;font-size:.88rem}
    table.text{min-width:min(100%,34rem)}
    table.text th,table.text td{padding:.32rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;
    overflow-wrap:break-word;max-width:34rem}
    table.text thead th{background:var(--soft);border-bottom:2px solid var(--line);white-space:nowrap}
    table.text td.n,table.text th.n{text-align:right;white-space:nowrap}
    table.text td.k{white-space:nowrap}table.text tbody td:not(.k):not(.n):not(.drawing):not(.why){min-width:8.5rem}table.text thead td{background:var(--soft);border-bottom:2px solid var(--line)}
    th [role=button]{cursor:pointer}
    th[aria-sort] [role=button]::after{content:" \\2195";color:var(--quiet)}
    th[aria-sort=ascending] [role=button]::after{content:" \\2191"}
    th[aria-sort=descending] [role=button]::after{content:" \\2193"}
    table.text td.why{min-width:15rem;max-width:60rem}table.text tbody td.when{min-width:8.6rem}.day{white-space:nowrap}.more summary{color:var(--accent)}.more ul{margin:.3rem 0;padding-left:1.1rem}
    td.drawing{width:30%;min-width:8rem}
    .tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.6rem 0}
    html:not(.js) .tools{display:none}
    .tools input[type=search],.tools select,.tools button,.panel button{font:inherit;color:inherit;background:var(--card);
    border:1px solid var(--frame);border-radius:4px;padding:.25rem .55rem;min-height:2rem}
    .tools label{display:inline-flex;align-items:center;gap:.35rem}
    .tools button,.panel button{cursor:pointer}
    .found{color:var(--quiet);font-size:.87rem}
    .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;padding:0;margin:.5rem 0 .7rem;font-size:.85rem;color:var(--quiet)}
    .legend li{display:inline-flex;align-items:center;gap:.4rem}
    .legend .cell{display:inline-block;width:1.7rem;height:1rem;border:1px solid var(--line)}
    svg{display:block}
    .mark{overflow:visible}
    .meter,.spending,.months{width:100%}
    .meter{margin:.25rem 0}
    .months{max-width:70rem;overflow:visible}
    .spending{max-width:70rem;margin-bottom:.3rem}
    .track{fill:var(--soft)}.work{fill:var(--work)}.units{fill:var(--units)}.there{fill:var(--there)}.money{fill:var(--work)}
    .budget{fill:var(--text)}
    .frame{fill:none;stroke:var(--frame)}
    .later{fill:none;stroke:var(--frame);stroke-dasharray:4 3}
    .lack{fill:url(#hatch-lack);stroke:var(--lack);stroke-width:.8}
    .ground-lack{fill:var(--lackground)}.stroke-lack{fill:var(--lack)}
    .ground-out{fill:none}.stroke-out{fill:var(--out)}
    .milestone{fill:var(--text);stroke:var(--ground)}
    .after{stroke:var(--promise);stroke-width:1.5}.tip{fill:var(--promise)}
    .month{stroke:var(--line)}.scale{stroke:var(--line)}
    .today{stroke:var(--bad);stroke-width:2;stroke-dasharray:5 3}
    svg text{font-size:11px;fill:var(--quiet)}
    text.month-name{font-weight:600;fill:var(--text);font-size:12px}
    text.week,text.letter{text-anchor:middle}
    text.top{text-anchor:start}
    .kind-1{fill:#0072b2}.kind-2{fill:#e69f00}.kind-3{fill:#2aa883}.kind-4{fill:#cc79a7}.kind-5{fill:#56b4e9}.kind-6{fill:#e0701c}
    .kind-7{fill:#f0e442}.kind-8{fill:#a8adb3}
    [class^=kind-]{stroke:var(--ground);stroke-width:1}
    svg text[class*=in-]{fill:#0b1219;font-weight:600}
    svg text.in-1,svg text.letter.in-1{fill:#fff}
    .lines{border:1px solid var(--line);border-radius:6px;background:var(--ground)}
    .timeline{position:relative;min-width:640px}
    .timeline .grid{position:absolute;left:var(--label);top:0;width:calc(100% - var(--label));height:100%;z-index:0}
    .row{display:grid;grid-template-columns:var(--label) minmax(0,1fr);align-items:center;position:relative}
    .row .strip{width:100%;overflow:visible}
    .label{position:sticky;left:0;z-index:2;background:var(--ground);padding:0 .6rem;white-space:nowrap;overflow:hidden;
    text-overflow:ellipsis;font-size:.84rem;align-self:stretch;display:flex;align-items:center;gap:.4rem}
    .label strong,.label .t{overflow:hidden;text-overflow:ellipsis}
    .label .note{font-size:.75rem;margin-left:auto;flex:none}
    .label .lacks{color:var(--warn);font-weight:600}
    .axis{border-bottom:1px solid var(--line)}
    .axis .label{font-weight:600}
    summary{cursor:pointer}
    .project{border-bottom:1px solid var(--line)}
    .project>summary{list-style:none;background:var(--card);min-height:34px}
    .project>summary::-webkit-details-marker{display:none}
    .project>summary .label{background:var(--card)}
    .project>summary .label::before{content:"\\25B8";color:var(--quiet);flex:none}
    .project[open]>summary .label::before{content:"\\25BE"}
    .project>summary .label{display:grid;grid-template-columns:auto 1fr;gap:0 .4rem;align-content:center}
    .project>summary .label .note{grid-column:2;margin:0;line-height:1.1}
    .project>summary .label strong{line-height:1.2}
    .demands{position:relative}
    .demands .row{height:22px}
    .demands .label{padding-left:1.5rem}
    .arrows{position:absolute;left:var(--label);top:0;width:calc(100% - var(--label));height:100%;overflow:visible;pointer-events:none}
    main>section>details{margin:.7rem 0}
    main>section>details>summary{color:var(--accent);padding:.2rem 0}
    table.weeks{font-size:.8rem}
    table.weeks td,table.weeks th{padding:.15rem .35rem;border-bottom:1px solid var(--soft);text-align:right;white-space:nowrap}
    table.weeks th[scope=row],table.weeks th[scope=rowgroup]{text-align:left;font-weight:500;position:sticky;left:0;background:var(--ground);
    max-width:22rem;overflow:hidden;text-overflow:ellipsis;vertical-align:top}
    table.weeks td.window{text-align:left}
    table.weeks thead th:first-child{text-align:left}
    table.weeks th.what{position:static;font-weight:400;color:var(--quiet)}
    table.weeks .sum th,table.weeks .sum td{background:var(--soft);font-weight:600;text-align:left}
    table.weeks th.month,table.heat th.month{text-align:left;border-left:1px solid var(--line);font-size:.78rem}
    table.heat{border-collapse:separate;border-spacing:0;font-size:.76rem;width:100%;max-width:110rem}
    table.heat td{height:24px;min-width:26px;padding:0 1px;text-align:center;border:solid var(--ground);border-width:0 1px 1px 0;
    overflow:hidden;white-space:nowrap}
    table.heat th{text-align:left;font-weight:500;padding:.1rem .5rem;white-space:nowrap}
    table.heat thead{position:sticky;top:0;z-index:3;background:var(--ground)}
    table.heat thead th{background:var(--ground)}
    table.heat thead th.w{text-align:center;padding:.1rem 0;color:var(--quiet)}
    table.heat th[scope=row],table.heat th[scope=rowgroup],table.heat thead th:first-child,table.heat thead td:first-child{position:sticky;
    left:0;z-index:2;background:var(--ground);width:16rem;max-width:16rem;overflow:hidden;text-overflow:ellipsis}
    table.heat td.n,table.heat th.n{text-align:right;padding:0 .45rem;width:3.6rem}
    table.heat .sum th,table.heat .sum td.n{font-weight:650}
    table.heat .sum td,table.heat .sum th{border-top:2px solid var(--line)}
    table.heat.close td{min-width:20px}table.heat.dense td{min-width:13px}table.heat.dense thead th.w{font-size:.58rem;letter-spacing:-.04em}
    table.heat tr.w th{padding-left:1.6rem;color:var(--quiet);font-weight:400}
    table.heat tr.w td{color:var(--quiet);height:19px}
    .js table.heat:not(.works) tbody:not(.open) tr.w,.js table.heat[data-folded]:not(.ready) tbody.p{display:none}
    .js table.heat:not(.figures) tr:not(.w) td:not(.n){font-size:0}
    .js table.heat tr:not(.w) td:not(.n){cursor:pointer}
    button.fold{font:inherit;font-weight:650;color:inherit;background:none;border:0;padding:.1rem 0;cursor:pointer}
    button.fold::before{content:"\\25BE\\A0";color:var(--quiet)}
    button.fold[aria-expanded=false]::before{content:"\\25B8\\A0"}
    html:not(.js) button.fold::before{content:none}
    .h0{background:var(--soft)}.h1{background:var(--h1)}.h2{background:var(--h2)}
    .h3{background:var(--h3);color:var(--on3)}.h4{background:var(--h4);color:var(--on4)}
    .h5{background:repeating-linear-gradient(45deg,var(--h5) 0 5px,var(--h5b) 5px 7px);color:var(--on5);font-weight:700}
    .hx{background:var(--h1)}
    .a{background:repeating-linear-gradient(135deg,transparent 0 3px,var(--out) 3px 4px)}
    .o{box-shadow:inset 0 4px 0 var(--lack)}
    .p{border-bottom:3px double var(--promise)!important}
    .b{background-image:linear-gradient(225deg,var(--out) 0 6px,transparent 6px)}
    .panel{position:fixed;right:1rem;bottom:1rem;z-index:9;width:min(30rem,calc(100vw - 2rem));max-height:60vh;overflow:auto;
    background:var(--card);border:1px solid var(--frame);border-radius:8px;padding:.8rem 1rem;box-shadow:0 6px 30px rgb(0 0 0/.25)}
    .panel h3{margin:0 0 .3rem;overflow-wrap:anywhere}
    .panel dl{display:grid;grid-template-columns:1fr auto;gap:.15rem 1rem;margin:.5rem 0}
    .panel dt{overflow-wrap:anywhere}.panel dd{margin:0;text-align:right}
    .guide li{margin:.3rem 0;max-width:72rem}
    [hidden]{display:none!important}
    @media (min-width:1900px){html{font-size:17px}:root{--label:300px}}
    @media (max-width:640px){html{font-size:14px}:root{--label:124px}.label .note{display:none}.demands .label .note{display:inline}
    .label{padding:0 .3rem;font-size:.76rem}.demands .label{padding-left:.7rem}.cards{grid-template-columns:repeat(2,minmax(0,1fr))}
    .card .figure{font-size:1.2rem}table.heat th[scope=row],table.heat th[scope=rowgroup],table.heat thead th:first-child,
    table.heat thead td:first-child{width:8.5rem;max-width:8.5rem}table.weeks th[scope=row],table.weeks th[scope=rowgroup]{max-width:8rem}
    table.text td.why{min-width:17rem}table.text td.k{white-space:normal;min-width:6.9rem}table.text thead th{white-space:normal}table.text th,table.text td{padding:.3rem .45rem}
    table.text tbody td:not(.k):not(.n):not(.drawing):not(.why){min-width:5.2rem}.project>summary .label{display:flex}
    table.text:not(.stack) th:first-child,table.text:not(.stack) td:first-child{position:sticky;left:0;z-index:1}
    table.text:not(.stack) tbody td:first-child{background:var(--ground)}.timeline{min-width:480px}.timeline.short{min-width:0}
    .timeline .week,.timeline .year{display:none}.months .week{font-size:10px}}
    @media screen and (max-width:640px){table.stack,table.stack tbody,table.stack tbody tr{display:block;min-width:0}
    table.stack thead{display:none}.js table.stack.sorts thead,table.stack thead tr{display:block}
    table.stack.sorts thead th,table.stack.sorts thead td{display:inline-block;border:0;background:none;padding:.15rem .9rem .15rem 0}
    table.stack tbody tr{padding:.5rem 0;border-bottom:1px solid var(--frame)}
    table.stack tbody tr td{display:flow-root;border:0;padding:.08rem 0 .08rem 7.2rem!important;text-align:left!important;
    white-space:normal!important;min-width:0!important;max-width:none!important;width:auto!important;background:none!important;position:static!important}
    table.stack tbody td[data-label]::before{content:attr(data-label);float:left;width:6.8rem;margin-left:-7.2rem;
    color:var(--quiet);font-weight:400}table.stack tbody td:first-child{font-weight:600}
    table.stack tbody tr td:not([data-label]):not(.drawing){float:right;padding-left:.6rem!important;font-weight:600}
    table.stack tbody tr td.none{display:none}}
    @page{size:A4 landscape;margin:11mm 10mm 13mm;@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt sans-serif}
    @bottom-left{content:"Staffing plan, made with Muster";font:8pt sans-serif}}
    @media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}html{font-size:9pt}:root{--label:52mm}
    nav,.tools,.panel{display:none!important}header.top,main,footer{padding-left:0;padding-right:0}section{padding:.6rem 0}
    .wide,.wide.tall{overflow:visible;max-height:none}.timeline{min-width:0;display:table;width:100%}.axis{display:table-header-group;break-inside:avoid}.block{display:table-row-group;break-inside:avoid}tr,.row,.card,li,.months,.legend{break-inside:avoid}
    section:has(#timeline),section:has(#people){break-before:page}
    h2,h3,details:not(.more)>summary,.legend,h2+.lead,thead,.axis{break-after:avoid}.lead,.remark,section:not(:has(table,svg)){break-inside:avoid}thead+tbody>tr:first-child,.axis+.block{break-before:avoid}thead{display:table-header-group}table.heat thead{position:static}
    .label,table.heat th,table.weeks th{position:static!important}tbody[hidden]{display:table-row-group!important}
    details.project[hidden]{display:block!important}details:not(.more)::details-content{content-visibility:visible!important;display:block!important}
    .cards{grid-template-columns:repeat(6,1fr)}.card .figure{font-size:13pt}table.text{font-size:8pt}table.text td.why{min-width:50mm}th [role=button]::after{content:none!important}
    table.weeks,table.heat{font-size:6pt;width:100%}table.weeks td,table.weeks th{padding:.5mm .6mm}
    table.weeks th[scope=row],table.weeks th[scope=rowgroup]{max-width:44mm}table.heat td{min-width:0;height:4.2mm}
    table.heat th[scope=row],table.heat th[scope=rowgroup],table.heat thead th:first-child,table.heat thead td:first-child{width:44mm;max-width:44mm}
    table.heat td.n,table.heat th.n{width:12mm;padding:0 1mm}table.heat.close{font-size:5pt}table.heat.dense{font-size:4.2pt}
    .js table.heat:not(.figures) tr:not(.w) td:not(.n){font-size:inherit}}
    """
}
