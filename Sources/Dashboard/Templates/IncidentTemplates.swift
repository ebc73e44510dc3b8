/// Mustache sources of an incident's page and of what belongs to it.
let incidentTemplates: [String: String] = [
    "incident": """
    <article data-live>
    <section class="lead">
    <p class="crumb"><a href="{{countryHref}}">{{country}}</a> · {{id}}</p>
    <h1>{{headline}}</h1>
    <p>{{#verdictChip}}{{>chip}}{{/verdictChip}} <span class="status s-{{statusClass}}">{{status}}</span>{{#example}} <span class="status example">[[page.example.tag]]</span>{{/example}} <span class="fine">{{statusNote}}</span></p>
    <blockquote class="statement"{{#statementLang}} lang="{{statementLang}}" dir="ltr"{{/statementLang}}>{{#statementLead}}<p><b>{{statementLead}}</b></p>{{/statementLead}}<p>{{statement}}</p></blockquote>
    {{#retraction}}<p class="notice retracted">{{retraction}}</p>{{/retraction}}
    {{#contested}}<p class="notice">{{contested}}</p>{{/contested}}
    {{#merged}}<p class="notice">[[page.incident.merged]] <a href="{{href}}">{{id}}</a></p>{{/merged}}
    </section>
    <dl class="facts">
    <div><dt>[[page.fact.since]]</dt><dd>{{#onset}}{{>time}}{{/onset}}<small>{{onsetInterval}}</small></dd></div>
    <div><dt>{{endName}}</dt><dd>{{#end}}{{>time}}{{/end}}{{^end}}{{lasted}}{{/end}}{{#ended}}<small>{{lasted}}</small>{{/ended}}</dd></div>
    {{#stands}}
    <div><dt>[[page.sure]]</dt><dd>{{sure}}<small>{{falseAlarms}}</small></dd></div>
    <div><dt>[[page.people]]</dt><dd>{{people}}{{^people}}<span class="absent">[[page.absent]]</span>{{/people}}<small>{{peopleNote}}</small></dd></div>
    {{/stands}}
    <div><dt>[[page.fact.sample]]</dt><dd>{{sample}}<small>{{window}}</small></dd></div>
    {{#slowdown}}<div><dt>[[page.fact.slowdown]]</dt><dd>{{factor}}<small>{{note}}</small></dd></div>{{/slowdown}}
    </dl>
    {{#stands}}
    <section>
    <h2>{{scopeTitle}}</h2>
    <p>{{scopeText}}</p>
    <figure class="scope">{{{scopeMarkup}}}</figure>
    <p class="fine">{{scopeNote}}</p>
    </section>
    {{/stands}}
    <section>
    <h2>[[page.course]]</h2>
    {{{phasesMarkup}}}
    <ol class="phases">
    {{#phases}}
    <li>{{#chip}}{{>chip}}{{/chip}} {{#platforms}}{{platforms}} – {{/platforms}}<time datetime="{{iso}}">{{period}}</time> <span class="utc">{{periodUTC}}</span></li>
    {{/phases}}
    </ol>
    {{#charts}}
    <figure class="chart"><figcaption><a href="{{href}}">{{name}}</a> <span class="fine">{{note}}</span></figcaption>{{{chartMarkup}}}</figure>
    {{/charts}}
    {{#hasCharts}}<p class="fine">{{chartNote}}</p>{{/hasCharts}}
    </section>
    <section>
    <h2>[[page.mechanism]]</h2>
    {{#mechanisms}}<p><b>{{words}}</b> <code>{{path}}</code></p>{{/mechanisms}}
    {{^mechanisms}}<p class="absent">[[page.mechanism.none]]</p>{{/mechanisms}}
    {{#hasContrasts}}
    <p class="fine">[[page.contrasts.note]]</p>
    <table class="list"><thead><tr><th scope="col">[[page.contrast]]</th><th scope="col">[[page.col.worked]]</th><th scope="col">[[page.col.failed]]</th><th scope="col">[[page.contrast.reading]]</th></tr></thead><tbody>
    {{#contrasts}}
    <tr><th scope="row">{{words}} <code>{{name}}</code></th><td>{{worked}} <span class="unit">{{workedUnit}}</span></td><td>{{failed}} <span class="unit">{{failedUnit}}</span></td><td>{{reading}}</td></tr>
    {{/contrasts}}
    </tbody></table>
    {{/hasContrasts}}
    {{^hasContrasts}}<p class="fine">[[page.contrasts.none]]</p>{{/hasContrasts}}
    </section>
    <section>
    <h2>[[page.evidence]]</h2>
    <p class="fine">[[page.evidence.note]]</p>
    <table class="list evidence"><tbody>
    {{#evidence}}
    <tr><th scope="row">{{name}}</th><td class="spark">{{{barMarkup}}}</td><td>{{value}}</td></tr>
    {{/evidence}}
    </tbody></table>
    <p class="fine">[[page.cause]]</p>
    </section>
    <section>
    <h2>[[page.covered]]</h2>
    <p>{{coveredText}}</p>
    {{#hasNetworks}}
    <table class="list"><thead><tr><th scope="col">[[page.network]]</th><th scope="col">[[page.network.share]]</th><th scope="col">[[page.verdict]]</th><th scope="col">[[page.col.evidence]]</th><th scope="col">[[page.fact.since]]</th></tr></thead><tbody>
    {{#networks}}
    <tr><th scope="row"><a href="{{href}}">{{name}}</a> <small>{{number}}</small></th><td>{{share}}{{^share}}<span class="absent">[[page.absent]]</span>{{/share}}</td><td>{{#chip}}{{>chip}}{{/chip}}{{^chip}}[[page.network.clear]]{{/chip}}</td><td>{{evidence}}</td><td>{{since}}{{^since}}<span class="absent">–</span>{{/since}}</td></tr>
    {{/networks}}
    </tbody></table>
    {{/hasNetworks}}
    {{#uncovered}}
    <h3>[[page.uncovered]]</h3>
    <p>{{names}}</p>
    {{/uncovered}}
    </section>
    <section>
    <h2>[[page.revisions]]</h2>
    <p class="fine">[[page.revisions.note]]</p>
    <ol class="revisions" reversed>
    {{#revisions}}
    <li id="r{{number}}" value="{{number}}">{{#at}}{{>time}}{{/at}} <span class="status s-{{statusClass}}">{{status}}</span><br>{{changes}}</li>
    {{/revisions}}
    </ol>
    {{#olderRevisions}}<p><a href="{{href}}">{{text}}</a></p>{{/olderRevisions}}
    {{#corrections}}
    <h3>[[page.corrections]]</h3>
    <ul>{{#entries}}<li><time datetime="{{iso}}">{{local}}</time> <b>{{kind}}</b> <bdi>{{text}}</bdi></li>{{/entries}}</ul>
    {{/corrections}}
    </section>
    {{#hasContext}}
    <section>
    <h2>[[page.context]]</h2>
    {{#calendar}}
    <h3>[[page.calendar]]</h3>
    <p class="fine">[[page.calendar.timing]]</p>
    <ul>{{#events}}<li><bdi>{{summary}}</bdi>: <time datetime="{{iso}}">{{local}}</time> <span class="utc">{{utc}}</span> – {{gap}}</li>{{/events}}</ul>
    {{/calendar}}
    {{#similar}}
    <h3>[[page.similar]]</h3>
    {{>latest}}
    {{/similar}}
    </section>
    {{/hasContext}}
    <section>
    <h2>[[page.use]]</h2>
    <ul class="links">
    {{#downloads}}
    <li><a href="{{href}}">{{name}}</a></li>
    {{/downloads}}
    </ul>
    <dl class="copy">
    <dt>[[page.cite]]</dt><dd>{{citation}}</dd>
    <dt>[[page.embed]]</dt><dd><code>{{embedCode}}</code></dd>
    </dl>
    {{#contest}}<p><a class="button" href="{{contest}}">[[page.contest]]</a> <span class="fine">[[page.contest.note]]</span></p>{{/contest}}
    </section>
    </article>
    """,
    "embed": """
    <!doctype html>
    <html lang="{{lang}}" dir="{{dir}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{{headline}} · {{site}}</title>
    <link rel="stylesheet" href="{{style}}">
    </head>
    <body class="embed">
    <svg class="defs" width="0" height="0" aria-hidden="true"><defs>{{{patternMarkup}}}</defs></svg>
    <p>{{#verdictChip}}{{>chip}}{{/verdictChip}} <span class="status s-{{statusClass}}">{{status}}</span>{{#example}} <span class="status example">[[page.example.tag]]</span>{{/example}}</p>
    <h1><a href="{{absolute}}" target="_blank" rel="noopener">{{headline}}</a></h1>
    <p>{{period}} <span class="utc">{{periodUTC}}</span></p>
    {{{shareMarkup}}}
    <p class="fine">{{share}} · {{sure}} · {{site}}</p>
    </body>
    </html>

    """,
    "contest": """
    <section class="lead">
    <p class="crumb"><a href="{{href}}">{{id}}</a></p>
    <h1>[[page.contest.title]]</h1>
    <p>{{headline}}</p>
    </section>
    {{#accepted}}<p class="notice good">[[page.contest.accepted]]</p>{{/accepted}}
    {{#example}}<p class="notice">[[page.contest.example]]</p>{{/example}}
    {{#form}}
    <p>[[page.contest.explain]]</p>
    <form method="post" action="{{action}}">
    <p><label for="text">[[page.contest.claim]]</label>
    <textarea id="text" name="text" rows="6" minlength="10" maxlength="4000" required></textarea></p>
    <p><label for="contact">[[page.contest.contact]]</label>
    <input id="contact" name="contact" maxlength="200" autocomplete="email"></p>
    <p class="trap" aria-hidden="true"><label for="website">[[page.contest.trap]]</label>
    <input id="website" name="website" tabindex="-1" autocomplete="off"></p>
    <p><button>[[page.contest.send]]</button></p>
    </form>
    {{/form}}
    """,
]
