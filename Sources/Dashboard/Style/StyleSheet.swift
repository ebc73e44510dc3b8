/// The one style sheet: custom properties of both palettes, then rules that use logical directions throughout, so that
/// they hold for scripts that run from right to left.
let styleSheetText: String = {
    func block(_ palette: Palette) -> String {
        palette.properties.map { "--\($0.name):\($0.value)" }.joined(separator: ";")
    }
    return ":root{color-scheme:light dark;\(block(.light))}\n"
        + "@media screen and (prefers-color-scheme:dark){:root{\(block(.night))}}\n" + rules
}()

private let rules = """
    *{box-sizing:border-box}
    html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
    html[lang=ur]{font-family:"Noto Nastaliq Urdu","Jameel Noori Nastaleeq","Urdu Typesetting","Noto Naskh Arabic","PakType Naskh Basic Urdu",system-ui,sans-serif;line-height:1.9}
    body{margin:0;background:var(--page);color:var(--text)}
    header,main,footer,.notice{inline-size:min(68rem,100% - 2rem);margin-inline:auto}
    a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:1px}
    :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
    h1,h2,h3{line-height:1.2;margin:0;text-wrap:balance}
    html[lang=ur] :is(h1,h2,h3){line-height:1.7}
    h1{font-size:clamp(1.5rem,4.5vw,2.4rem);letter-spacing:-.01em}
    h2{font-size:1.3rem;margin-block:2.6rem .5rem}
    h3{font-size:1.05rem;margin-block:1.4rem .4rem}
    p{margin-block:.5rem}
    small,.fine{font-size:.85rem;color:var(--soft);font-weight:400}
    .fine{max-inline-size:48rem}
    code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.85em;overflow-wrap:anywhere}
    .utc{color:var(--soft);font-size:.9em;white-space:nowrap}
    .absent{color:var(--soft);font-style:italic}
    .skip{position:absolute;inset-inline-start:-99rem}
    .skip:focus{position:static}
    .trap{position:absolute;inset-inline-start:-99rem}
    .defs{position:absolute}
    .hatch{fill:var(--line)}
    .top{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;align-items:center;padding-block:.8rem;border-block-end:1px solid var(--line)}
    .top a{color:inherit;text-decoration:none;padding-block:.3rem;display:inline-block}
    .top a:hover{text-decoration:underline}
    .top nav{display:flex;flex-wrap:wrap;gap:0 1.1rem;font-size:.95rem}
    .top [aria-current]{color:var(--accent);font-weight:600}
    .brand{font-weight:700;font-size:1.1rem}
    .brand svg{vertical-align:-3px}
    .lens{fill:none;stroke:var(--accent);stroke-width:2}
    .languages{margin-inline-start:auto}
    .notice{background:var(--surface);border-inline-start:4px solid var(--soft);padding:.5rem .9rem;margin-block:.6rem;font-size:.92rem}
    .notice.example,.notice.offline{border-color:var(--slow)}
    .notice.retracted{border-color:var(--blocked)}
    .notice.good{border-color:var(--ok)}
    main .notice{inline-size:auto;margin-inline:0}
    .lead{margin-block:1.8rem 1.2rem}
    .lead>p{text-wrap:pretty;font-size:1.1rem;max-inline-size:46rem}
    .lead>p.fine,.lead .clock{font-size:.92rem;color:var(--soft)}
    .crumb{color:var(--soft);font-size:.92rem!important;margin:0}
    .calm{background:var(--ok-t);border-inline-start:4px solid var(--ok);padding:.8rem 1rem}
    .button,button{display:inline-block;font:inherit;font-size:.95rem;font-weight:600;color:var(--page);background:var(--accent);border:0;border-radius:6px;padding:.4rem .9rem;text-decoration:none;cursor:pointer}
    .clock .button{margin-inline-start:.6rem}
    .chip{display:inline-block;border-radius:4px;padding:.05rem .5rem;font-size:.85rem;font-weight:600;white-space:nowrap}
    .status{font-size:.85rem;color:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.05rem .45rem;white-space:nowrap}
    .s-confirmed{color:var(--text);border-color:var(--text);font-weight:600}
    .s-retracted{text-decoration:line-through}
    .status.example{border-style:dashed;border-color:var(--slow);color:var(--slow)}
    .vo{--v:var(--ok);--t:var(--ok-t)}
    .vs{--v:var(--slow);--t:var(--slow-t)}
    .vb{--v:var(--blocked);--t:var(--blocked-t)}
    .vp{--v:var(--down);--t:var(--down-t)}
    .vd{--v:var(--dark);--t:var(--dark-t)}
    .vn{--v:var(--none);--t:var(--none-t)}
    .chip,.legend li{background:var(--t);color:var(--text)}
    .chip b,.legend b,td>b,.cells b,.index b{color:var(--v)}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem;padding:0;margin:.6rem 0;font-size:.82rem}
    .legend li{border-radius:4px;padding:.1rem .55rem}
    .legend .vn,.matrix .vn,.chip.vn{outline:1px dashed var(--none);outline-offset:-1px}
    .map{margin:0}
    .world{inline-size:100%;block-size:auto;display:block}
    .world path,.world circle{fill:var(--v);stroke:var(--page);stroke-width:.6}
    .world .land{fill:var(--land)}
    .world :is(a,path).vo{opacity:.42}
    .world a.watch :is(path,circle){stroke:var(--slow);stroke-width:1.5;opacity:1}
    .world .vn path,.world path.vn{fill:url(#hatch);stroke:var(--none)}
    .world a:is(:hover,:focus-visible) :is(path,circle){stroke:var(--text);stroke-width:2}
    .incidents{list-style:none;padding:0;margin:1rem 0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,25rem),1fr))}
    .incidents>li{border:1px solid var(--line);border-block-start:4px solid var(--v);border-radius:8px;padding:.9rem 1rem 1rem}
    .incidents h3{margin-block:.5rem .3rem;font-size:1.15rem}
    .incidents h3 a{color:inherit;text-decoration:none}
    .incidents h3 a:hover{text-decoration:underline}
    .when{margin:0 0 .5rem;font-size:.92rem}
    .brief{margin:0 0 .6rem;font-size:.9rem}
    .brief div{display:flex;gap:.5rem;justify-content:space-between}
    .brief dt{color:var(--soft)}
    .brief dd{margin:0;text-align:end}
    dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,11.5rem),1fr));gap:.8rem 1.2rem;margin:1rem 0}
    dl.figures{grid-template-columns:repeat(auto-fit,minmax(9rem,1fr))}
    .facts div{border-block-start:2px solid var(--line);padding-block:.5rem}
    .facts dt{font-size:.85rem;color:var(--soft)}
    .facts dd{margin:0;font-size:1.05rem;font-weight:600}
    .facts dd :is(small,.utc){display:block;margin-block-start:.15rem;white-space:normal;font-weight:400}
    .feeds,.links,.ranges,.columns{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;font-size:.92rem}
    .f-failing,.f-late{color:var(--slow)}
    .ranges{gap:.3rem;margin-block:.4rem}
    .ranges a{border:1px solid var(--line);border-radius:6px;padding:.2rem .7rem;text-decoration:none}
    .ranges [aria-current]{background:var(--text);color:var(--page);border-color:var(--text)}
    .switches{display:flex;flex-wrap:wrap;gap:0 1.5rem}
    .custom{font-size:.9rem;margin-block:.4rem}
    .custom form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;padding-block:.4rem}
    .custom input{inline-size:auto}
    .scroll{position:relative;overflow-x:auto;margin-block:.6rem}
    table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
    .matrix{font-size:.82rem;border-spacing:2px;border-collapse:separate;margin-inline:-2px}
    .matrix th{font-weight:600;text-align:start;vertical-align:bottom}
    .matrix thead th{padding:.2rem .3rem;font-weight:500}
    .matrix tbody th{position:sticky;inset-inline-start:0;background:var(--page);padding-inline-end:.7rem;min-inline-size:8.5rem;max-inline-size:13rem;vertical-align:middle;line-height:1.2}
    .matrix td{background:var(--t);border-radius:4px;padding:.2rem .35rem;min-inline-size:4.3rem;line-height:1.25;white-space:nowrap}
    .matrix td>b{display:inline-block;min-inline-size:1em}
    .matrix .vn{background:none;color:var(--soft)}
    .matrix td:not(.vo,.vn){box-shadow:inset 0 0 0 1.5px var(--v)}
    .legend .watch,.matrix .watch{box-shadow:inset 0 0 0 1.5px var(--slow)!important}
    .matrix i{display:block;font-style:normal;font-size:.75rem;color:var(--soft)}
    .matrix s{position:absolute;clip-path:inset(50%);inline-size:1px;overflow:hidden;text-decoration:none}
    .whole th,.whole td{border-block-end:2px solid var(--line)}
    .list{inline-size:100%;margin-block:.6rem}
    .list :is(th,td){text-align:start;padding-block:.45rem;padding-inline:0 .6rem;border-block-end:1px solid var(--line);vertical-align:top}
    .list thead th{font-size:.82rem;color:var(--soft);font-weight:500}
    .list tbody th{font-weight:500}
    .list td{white-space:nowrap}
    .list td:is(.fine,:last-child){white-space:normal}
    .numbers td{white-space:nowrap!important}
    .spark{inline-size:40%;min-inline-size:7rem}
    .sp{inline-size:100%;block-size:28px;display:block}
    .sp .line{fill:none;stroke:var(--accent);stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-linecap:round}
    .sp .bars{fill:var(--accent)}
    .chart,.scope{margin:1rem 0}
    .chart figcaption{display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:baseline;font-weight:600;margin-block-end:.2rem}
    .tl,.share,.ev{display:block;direction:ltr;overflow:visible}
    .tl text,.share text{fill:var(--soft);font-size:11px}
    .tl .scale{paint-order:stroke;stroke:var(--page);stroke-width:3px}
    .tl .base,.tl .tick{stroke:var(--line);fill:none;vector-effect:non-scaling-stroke}
    .tl .none,.share .none,.world .none{fill:url(#hatch)}
    .tl .band{fill:var(--ok);opacity:.28}
    .tl .fail{fill:var(--blocked)}
    .tl .line{fill:none;stroke:var(--accent);stroke-width:1.5;vector-effect:non-scaling-stroke}
    summary{cursor:pointer;inline-size:fit-content;padding-block:.2rem}
    .during{fill:var(--v);opacity:.12}
    .interval{fill:var(--text)}
    .event{fill:var(--accent);opacity:.13}
    .onset,.end{stroke:var(--text);stroke-width:1.5}
    .end{stroke-dasharray:3 2}
    .tl .mark{fill:var(--text);text-anchor:middle;font-size:9px}
    .track,.rest{fill:var(--surface);stroke:var(--line)}
    .phase{fill:var(--v)}
    .tl .on{fill:var(--page);font-size:14px;font-weight:700}
    .share .low,.ev .low{fill:var(--blocked)}
    .share .mid{fill:var(--blocked);opacity:.6}
    .share .high{fill:var(--blocked);opacity:.3}
    .middle{stroke:var(--text);stroke-width:2}
    .ev .middle{stroke-width:1;stroke-dasharray:2 2}
    .statement{margin:1rem 0;padding:.2rem 1.2rem;border-inline-start:4px solid var(--v,var(--accent));background:var(--surface);border-start-end-radius:8px;border-end-end-radius:8px;font-size:1.05rem;max-inline-size:52rem}
    .phases,.revisions{padding-inline-start:1.6rem}
    .revisions li{padding-block:.4rem;border-block-end:1px solid var(--line)}
    .revisions li:target{background:var(--slow-t)}
    .copy dd{margin:0 0 .6rem;padding:.6rem .8rem;background:var(--surface);border-radius:6px;overflow-wrap:anywhere;font-size:.9rem;user-select:all}
    .cells,.index{list-style:none;padding:0;display:grid;gap:.4rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr))}
    .cells li{background:var(--t);border-radius:6px;padding:.4rem .7rem}
    .cells .vn{background:none;outline:1px dashed var(--none)}
    .cells span{font-size:.85rem;color:var(--soft)}
    .index{font-size:.95rem}
    .verdicts{display:grid;grid-template-columns:max-content 1fr;gap:.5rem 1rem}
    .verdicts dd{margin:0}
    form{max-inline-size:32rem}
    label{display:block;font-weight:600}
    fieldset{border:1px solid var(--line);border-radius:6px;margin:1rem 0}
    section>p,.verdicts{max-inline-size:52rem}
    input{accent-color:var(--accent)}
    fieldset label{font-weight:400;padding-block:.2rem}
    legend{font-weight:600}
    select,textarea,input:not([type=radio]){font:inherit;inline-size:100%;padding:.45rem;border:1px solid var(--none);border-radius:6px;background:var(--page);color:inherit}
    footer{margin-block:3rem 2rem;padding-block:1rem;border-block-start:1px solid var(--line);font-size:.9rem}
    footer nav{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem}
    .embed{padding:1rem}
    .embed h1{font-size:1.2rem}
    @media (min-width:62rem){
    .split{display:grid;grid-template-columns:minmax(0,1.6fr) minmax(0,1fr);gap:0 2.2rem;align-items:start}
    .split h2{margin-block-start:0}
    .split .incidents{grid-template-columns:1fr}
    }
    .unit{display:none}
    @media (max-width:40rem){
    .unit{display:inline}
    .top nav{order:3;inline-size:100%;gap:0 .9rem}
    .top .languages{order:2;inline-size:auto}
    .minor{display:none}
    .list:not(.numbers,.sparks,.evidence) thead{display:none}
    .list:not(.numbers,.sparks,.evidence) tr{display:flex;flex-wrap:wrap;gap:.1rem .8rem;padding-block:.5rem;border-block-end:1px solid var(--line)}
    .list:not(.numbers,.sparks,.evidence) :is(th,td){border:0;padding:0;white-space:normal}
    .list:not(.numbers,.sparks,.evidence) tbody th{inline-size:100%;order:-1}
    .sparks,.sparks tbody,.evidence,.evidence tbody{display:block}
    :is(.sparks,.evidence) tr{display:grid;grid-template-columns:1fr auto;gap:.1rem .8rem;padding-block:.5rem;border-block-end:1px solid var(--line)}
    :is(.sparks,.evidence) :is(th,td){border:0;padding:0;white-space:normal}
    .sparks :is(.spark,.fine){grid-column:1/-1;inline-size:auto}
    .evidence .spark{grid-column:1/-1;order:3;inline-size:auto}
    .matrix tbody th{min-inline-size:6.5rem}
    .verdicts{grid-template-columns:1fr}
    }
    @media print{
    .top nav,.skip,.ranges,.button,.languages,footer nav,form,.custom{display:none}
    .incidents>li,tr,figure{break-inside:avoid}
    a{color:inherit}
    *{print-color-adjust:exact}
    }

    """
