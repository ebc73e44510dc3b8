/// Mustache sources of the home page and of pages about places, networks and platforms.
let placeTemplates: [String: String] = [
    "home": """
    <section class="lead">
    <h1>{{headline}}</h1>
    <p>{{summary}}</p>
    </section>
    <div class="split">
    <figure class="map">
    {{{mapMarkup}}}
    <figcaption>{{>legend}}<p class="fine">[[page.map.rule]] <a href="{{countries}}">[[page.map.all]]</a></p></figcaption>
    </figure>
    <section data-live>
    <h2>[[page.home.now]]</h2>
    {{#hasOpen}}<p class="fine">{{ranked}}</p>{{#open}}{{>incidents}}{{/open}}{{#moreOpen}}<p><a href="{{allIncidents}}">{{moreOpen}}</a></p>{{/moreOpen}}{{/hasOpen}}
    {{^hasOpen}}<p class="calm">{{calm}}</p>{{/hasOpen}}
    </section>
    </div>
    {{#recent}}
    <section>
    <h2>[[page.home.latest]]</h2>
    {{>latest}}
    <p><a href="{{allIncidents}}">[[page.home.all]]</a></p>
    </section>
    {{/recent}}
    <section>
    <h2>[[page.observatory]]</h2>
    {{>observatory}}
    </section>
    """,
    "observatory": """
    <dl class="facts figures">
    {{#facts}}
    <div><dt>{{name}}</dt><dd>{{value}}{{^value}}<span class="absent">[[page.absent]]</span>{{/value}}</dd></div>
    {{/facts}}
    </dl>
    {{#hasSources}}
    <ul class="feeds">
    {{#sources}}
    <li class="f-{{class}}"><b>{{name}}</b> {{condition}}{{#age}} · {{age}}{{/age}}{{#licence}} · <bdi>{{licence}}</bdi>{{/licence}}</li>
    {{/sources}}
    </ul>
    {{/hasSources}}
    """,
    "country": """
    <section class="lead">
    <h1>{{name}}</h1>
    <p>{{summary}}</p>
    <p class="clock">{{clock}} <a class="button" href="{{report}}">[[page.country.report]]</a></p>
    </section>
    {{#hasOpen}}<section data-live><h2>[[page.home.now]]</h2>{{#open}}{{>incidents}}{{/open}}</section>{{/hasOpen}}
    <section data-live>
    <h2 id="matrix">[[page.matrix.title]]</h2>
    <p class="fine">[[page.matrix.note]]</p>
    {{#hasCells}}{{#matrix}}{{>matrix}}{{/matrix}}{{>legend}}{{/hasCells}}
    {{^hasCells}}<p class="absent">[[page.country.nothing]]</p>{{/hasCells}}
    {{#more}}<p class="fine">{{more}}</p>{{/more}}
    </section>
    <section data-live>
    <h2 id="regions">[[page.regions]]</h2>
    {{#regions}}
    <p class="fine">[[page.regions.note]]</p>
    <table class="list"><thead><tr><th scope="col">[[page.region]]</th><th scope="col">[[page.col.sessions]]</th><th scope="col">[[page.regions.failing]]</th></tr></thead><tbody>
    {{#rows}}
    <tr><th scope="row">{{name}} {{#chip}}{{>chip}}{{/chip}}</th><td>{{sessions}} <span class="unit">{{unit}}</span></td><td>{{failing}}</td></tr>
    {{/rows}}
    </tbody></table>
    {{/regions}}
    {{#noRegions}}<p class="absent">{{noRegions}}</p>{{/noRegions}}
    </section>
    <section>
    <h2>[[page.timelines]]</h2>
    {{>ranges}}
    <p class="fine">{{chartNote}}</p>
    {{#charts}}
    <figure class="chart"><figcaption><a href="{{href}}">{{name}}</a> {{#chip}}{{>chip}}{{/chip}}<span class="fine">{{note}}</span></figcaption>{{{chartMarkup}}}</figure>
    {{/charts}}
    {{^charts}}<p class="absent">[[page.timelines.none]]</p>{{/charts}}
    {{#quiet}}
    <table class="list sparks">
    <tbody>
    {{#rows}}
    <tr><th scope="row"><a href="{{href}}">{{name}}</a></th><td>{{#chip}}{{>chip}}{{/chip}}</td><td class="spark">{{{sparkMarkup}}}</td><td class="fine">{{note}}</td></tr>
    {{/rows}}
    </tbody>
    </table>
    {{/quiet}}
    </section>
    {{#calendar}}
    <section>
    <h2>[[page.calendar]]</h2>
    <p class="fine">[[page.calendar.note]]</p>
    <ul>
    {{#events}}
    <li><time datetime="{{iso}}">{{local}}</time> <span class="utc">{{utc}}</span> – <bdi>{{summary}}</bdi></li>
    {{/events}}
    </ul>
    </section>
    {{/calendar}}
    {{#recent}}
    <section>
    <h2>[[page.country.incidents]]</h2>
    {{>latest}}
    </section>
    {{/recent}}
    {{>reports}}
    {{>signals}}
    {{#signalsHref}}<p><a href="{{signalsHref}}">[[page.signals.all]]</a></p>{{/signalsHref}}
    {{#networks}}
    <section>
    <h2>[[page.networks]]</h2>
    <p class="fine">{{note}}</p>
    <table class="list"><thead><tr><th scope="col">[[page.network]]</th><th scope="col">[[page.network.share]]</th><th scope="col">[[page.network.state]]</th><th scope="col">[[page.source]]</th></tr></thead><tbody>
    {{#rows}}
    <tr><th scope="row"><a href="{{href}}">{{name}}</a> <small>{{number}}</small></th><td>{{share}}{{^share}}<span class="absent">[[page.absent]]</span>{{/share}}</td><td>{{state}}</td><td class="fine"><bdi>{{source}}</bdi></td></tr>
    {{/rows}}
    </tbody></table>
    </section>
    {{/networks}}
    <section>
    <h2>[[page.data]]</h2>
    <ul class="links">
    {{#links}}
    <li><a href="{{href}}">{{name}}</a></li>
    {{/links}}
    </ul>
    </section>
    """,
    "country-platform": """
    <section class="lead">
    <p class="crumb"><a href="{{countryHref}}">{{country}}</a></p>
    <h1>{{headline}}</h1>
    <p>{{#chip}}{{>chip}}{{/chip}} {{summary}}</p>
    </section>
    {{#hasOpen}}<section data-live><h2>[[page.home.now]]</h2>{{#open}}{{>incidents}}{{/open}}</section>{{/hasOpen}}
    <section>
    <h2>[[page.timelines]]</h2>
    {{>ranges}}
    <p class="fine">{{chartNote}}</p>
    {{#charts}}
    <figure class="chart"><figcaption><b>{{name}}</b> <span class="fine">{{note}}</span></figcaption>{{{chartMarkup}}}</figure>
    {{/charts}}
    {{^charts}}<p class="absent">[[page.timelines.none]]</p>{{/charts}}
    </section>
    {{#networks}}
    <section data-live>
    <h2>[[page.matrix.networks]]</h2>
    {{>cells}}
    </section>
    {{/networks}}
    {{>reports}}
    {{#table}}
    <section>
    <h2 id="table">[[page.table]]</h2>
    <p class="fine">[[page.table.note]]</p>
    <div class="scroll" role="region" aria-labelledby="table" tabindex="0">
    <table class="list numbers"><thead><tr>{{#zone}}<th scope="col">{{zone}}</th>{{/zone}}<th scope="col">UTC</th><th scope="col">[[page.col.sessions]]</th><th scope="col">[[page.col.failed]]</th><th scope="col">[[page.col.share]]</th><th scope="col">[[page.col.expected]]</th>{{#hasReports}}<th scope="col">[[page.reports]]</th>{{/hasReports}}{{#networks}}<th scope="col">{{name}}</th>{{/networks}}</tr></thead><tbody>
    {{#rows}}
    <tr>{{#local}}<td>{{local}}</td>{{/local}}<td>{{utc}}</td><td>{{sessions}}</td><td>{{failed}}</td><td>{{share}}</td><td>{{expected}}</td>{{#hasReports}}<td>{{reports}}</td>{{/hasReports}}{{#counts}}<td>{{count}}</td>{{/counts}}</tr>
    {{/rows}}
    </tbody></table>
    </div>
    </section>
    {{/table}}
    <ul class="links">
    {{#links}}
    <li><a href="{{href}}">{{name}}</a></li>
    {{/links}}
    </ul>
    """,
    "reports": """
    {{#reports}}
    <section>
    <h2>[[page.reports]]</h2>
    <p class="fine">[[page.reports.note]]</p>
    <table class="list sparks"><tbody>
    {{#rows}}
    <tr><th scope="row"><a href="{{href}}">{{name}}</a></th><td class="spark">{{{sparkMarkup}}}</td><td class="fine">{{note}}</td></tr>
    {{/rows}}
    </tbody></table>
    </section>
    {{/reports}}
    """,
    "signals": """
    {{#signals}}
    <section>
    <h2>[[page.signals]]</h2>
    <p class="fine">[[page.signals.note]]</p>
    <table class="list sparks"><tbody>
    {{#rows}}
    <tr><th scope="row">{{name}}{{#network}} <small>{{network}}</small>{{/network}}</th><td class="spark">{{{sparkMarkup}}}</td><td class="fine">{{note}}<br><bdi>{{credit}}</bdi>{{#numbers}}<details><summary>[[page.table]]</summary>{{#points}}<p>{{at}}: {{value}}{{^value}}[[page.signal.gap]]{{/value}}</p>{{/points}}</details>{{/numbers}}</td></tr>
    {{/rows}}
    </tbody></table>
    </section>
    {{/signals}}
    """,
    "country-signals": """
    <section class="lead">
    <p class="crumb"><a href="{{countryHref}}">{{country}}</a></p>
    <h1>{{headline}}</h1>
    <p>[[page.signals.note]]</p>
    </section>
    {{>ranges}}
    <p class="fine">{{chartNote}}</p>
    {{#series}}
    <section>
    <h2 id="{{id}}">{{name}}{{#network}} <small>{{network}}</small>{{/network}}</h2>
    <p class="fine">{{note}} · <bdi>{{credit}}</bdi>{{#address}} · <a href="{{address}}" rel="external">{{source}}</a>{{/address}}</p>
    <figure class="chart">{{{chartMarkup}}}</figure>
    <details><summary>[[page.table]]</summary>
    {{#cut}}<p class="fine">{{cut}}</p>{{/cut}}
    <table class="list numbers"><thead><tr>{{#zone}}<th scope="col">{{zone}}</th>{{/zone}}<th scope="col">UTC</th><th scope="col">[[page.signal.value]]</th></tr></thead><tbody>
    {{#rows}}
    <tr>{{#local}}<td>{{local}}</td>{{/local}}<td>{{utc}}</td><td>{{value}}{{^value}}<span class="absent">[[page.signal.gap]]</span>{{/value}}</td></tr>
    {{/rows}}
    </tbody></table>
    </details>
    </section>
    {{/series}}
    {{^series}}<p class="absent">[[page.signals.none]]</p>{{/series}}
    """,
    "network": """
    <section class="lead">
    <p class="crumb">{{number}}</p>
    <h1>{{name}}</h1>
    <p>{{summary}}</p>
    {{#answers}}<p>{{text}}</p>{{/answers}}
    {{#shares}}<p class="fine">{{text}}</p>{{/shares}}
    </section>
    {{#hasOpen}}<section data-live><h2>[[page.home.now]]</h2>{{#open}}{{>incidents}}{{/open}}</section>{{/hasOpen}}
    {{#matrices}}
    <section data-live>
    <h2 id="{{id}}">{{title}}</h2>
    <p class="fine">[[page.network.compare]]</p>
    {{>matrix}}
    </section>
    {{/matrices}}
    {{^matrices}}<p class="absent">[[page.network.nothing]]</p>{{/matrices}}
    {{#hasCharts}}
    <section>
    <h2>[[page.timelines]]</h2>
    {{>ranges}}
    <p class="fine">{{chartNote}}</p>
    {{#charts}}
    <figure class="chart"><figcaption><b>{{name}}</b> <span class="fine">{{note}} · <a href="{{csv}}">[[page.link.csv]]</a></span></figcaption>{{{chartMarkup}}}</figure>
    {{/charts}}
    {{#numbers}}
    <details><summary id="table">[[page.table]]</summary>
    <p class="fine">[[page.table.pairs]]</p>
    <div class="scroll" role="region" aria-labelledby="table" tabindex="0">
    <table class="list numbers"><thead><tr><th scope="col">{{clocks}}</th>{{#columns}}<th scope="col">{{name}}</th>{{/columns}}</tr></thead><tbody>
    {{#rows}}
    <tr><td>{{at}}</td>{{#counts}}<td>{{count}}</td>{{/counts}}</tr>
    {{/rows}}
    </tbody></table>
    </div>
    </details>
    {{/numbers}}
    </section>
    {{/hasCharts}}
    {{>signals}}
    {{#recent}}
    <section>
    <h2>[[page.country.incidents]]</h2>
    {{>latest}}
    </section>
    {{/recent}}
    """,
    "platform": """
    <section class="lead">
    <h1>{{name}}</h1>
    <p>{{summary}}</p>
    {{#reason}}<p class="fine"><span lang="en" dir="ltr">{{reason}}</span> <a href="{{targets}}">[[page.footer.targets]]</a></p>{{/reason}}
    </section>
    {{#hasOpen}}<section data-live><h2>[[page.home.now]]</h2>{{#open}}{{>incidents}}{{/open}}</section>{{/hasOpen}}
    <section data-live>
    <h2>[[page.platform.where]]</h2>
    {{#hasCountries}}
    <ul class="cells">
    {{#cells}}
    <li class="{{class}}"><a href="{{href}}">{{name}}</a> <b aria-hidden="true">{{glyph}}</b> <span>{{word}} · {{sample}}</span></li>
    {{/cells}}
    </ul>
    {{>legend}}
    {{/hasCountries}}
    {{^hasCountries}}<p class="absent">[[page.country.nothing]]</p>{{/hasCountries}}
    </section>
    {{#recent}}
    <section>
    <h2>[[page.country.incidents]]</h2>
    {{>latest}}
    </section>
    {{/recent}}
    """,
    "countries": """
    <section class="lead">
    <h1>[[page.countries.title]]</h1>
    <p>{{summary}}</p>
    </section>
    {{#groups}}
    <h2>{{title}}</h2>
    <ul class="index">
    {{#countries}}
    <li{{#class}} class="{{class}}"{{/class}}><a href="{{href}}">{{name}}</a>{{#word}} <b>{{glyph}}</b> {{word}}{{/word}}</li>
    {{/countries}}
    </ul>
    {{/groups}}
    """,
    "incident-index": """
    <section class="lead">
    <h1>{{headline}}</h1>
    </section>
    <nav class="ranges" aria-label="[[page.filter]]">
    {{#filters}}
    <a href="{{href}}"{{#here}} aria-current="true"{{/here}}>{{name}}</a>
    {{/filters}}
    </nav>
    {{#recent}}{{>latest}}{{/recent}}
    {{^recent}}<p class="calm">[[page.incidents.none]]</p>{{/recent}}
    {{#next}}<p><a class="button" href="{{next}}" rel="next">[[page.older]]</a></p>{{/next}}
    """,
]
