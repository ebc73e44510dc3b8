/// Mustache sources of pages about the observatory, of the report form and of errors.
let aboutTemplates: [String: String] = [
    "targets": """
    <section class="lead">
    <h1>[[page.targets.title]]</h1>
    <p>[[page.targets.intro]]</p>
    </section>
    <table class="list"><thead><tr><th scope="col">[[page.platform]]</th><th scope="col">[[page.targets.address]]</th><th scope="col">[[page.targets.reason]]</th></tr></thead><tbody>
    {{#targets}}
    <tr><th scope="row"><a href="{{href}}">{{name}}</a></th><td>{{#addresses}}<code>{{address}}</code> {{/addresses}}{{#risky}}<span class="status">[[page.targets.risky]]</span>{{/risky}}</td><td lang="en" dir="ltr">{{reason}}</td></tr>
    {{/targets}}
    </tbody></table>
    <section>
    <h2>[[page.targets.controls]]</h2>
    <p>[[page.targets.controls.note]]</p>
    <ul class="columns">{{#controls}}<li><code>{{address}}</code></li>{{/controls}}</ul>
    </section>
    {{#hasChanges}}
    <section>
    <h2>[[page.targets.changes]]</h2>
    <ul>{{#changes}}<li>{{date}}: <span lang="en" dir="ltr">{{text}}</span></li>{{/changes}}</ul>
    </section>
    {{/hasChanges}}
    """,
    "methodology": """
    <section class="lead">
    <h1>[[page.method.title]]</h1>
    <p>[[page.method.intro]]</p>
    </section>
    {{#parts}}
    <section>
    <h2>{{title}}</h2>
    <p>{{text}}</p>
    </section>
    {{/parts}}
    <section>
    <h2>[[page.method.verdicts]]</h2>
    <dl class="verdicts">
    {{#verdicts}}
    <dt>{{#chip}}{{>chip}}{{/chip}}</dt><dd>{{meaning}}</dd>
    {{/verdicts}}
    </dl>
    <h2>[[page.method.statuses]]</h2>
    <dl class="verdicts">
    {{#statuses}}
    <dt><span class="status s-{{class}}">{{word}}</span></dt><dd>{{meaning}}</dd>
    {{/statuses}}
    </dl>
    <p class="fine">{{rules}}</p>
    </section>
    """,
    "corrections": """
    <section class="lead">
    <h1>[[page.corrections.title]]</h1>
    <p>[[page.corrections.intro]]</p>
    </section>
    {{#hasEntries}}
    <table class="list"><thead><tr><th scope="col">[[page.col.when.utc]]</th><th scope="col">[[page.incident]]</th><th scope="col">[[page.corrections.kind]]</th><th scope="col">[[page.corrections.what]]</th></tr></thead><tbody>
    {{#entries}}
    <tr><td><time datetime="{{iso}}">{{utc}}</time></td><th scope="row"><a href="{{href}}">{{id}}</a></th><td>{{kind}}</td><td><bdi>{{text}}</bdi></td></tr>
    {{/entries}}
    </tbody></table>
    {{/hasEntries}}
    {{^hasEntries}}<p class="calm">[[page.corrections.none]]</p>{{/hasEntries}}
    {{#next}}<p><a class="button" href="{{next}}" rel="next">[[page.older]]</a></p>{{/next}}
    """,
    "health": """
    <section class="lead">
    <h1>[[page.health.title]]</h1>
    <p>{{summary}}</p>
    </section>
    <section data-live>
    {{>observatory}}
    {{#hasChecks}}
    <h2>[[page.health.checks]]</h2>
    <table class="list"><tbody>
    {{#checks}}
    <tr><th scope="row"><bdi>{{name}}</bdi></th><td><span class="chip {{class}}"><b aria-hidden="true">{{glyph}}</b> {{word}}</span></td><td><bdi>{{detail}}</bdi></td></tr>
    {{/checks}}
    </tbody></table>
    {{/hasChecks}}
    </section>
    """,
    "report": """
    <section class="lead">
    <h1>[[page.report.title]]</h1>
    <p>[[page.report.intro]]</p>
    </section>
    {{#notice}}<p class="notice {{kind}}" role="status">{{text}}</p>{{/notice}}
    {{#form}}
    <form method="post" action="{{action}}" data-challenge="{{challenge}}">
    {{#hidden}}<input type="hidden" name="{{name}}" value="{{value}}">{{/hidden}}
    <p><label for="platform">[[page.report.platform]]</label>
    <select id="platform" name="platform" required>
    <option value="">[[page.report.choose]]</option>
    {{#platforms}}<option value="{{id}}"{{#chosen}} selected{{/chosen}}>{{name}}</option>{{/platforms}}
    </select></p>
    <fieldset><legend>[[page.report.problem]]</legend>
    {{#problems}}<label><input type="radio" name="problem" value="{{id}}" required> {{name}}</label>{{/problems}}
    </fieldset>
    {{#regions}}
    <p><label for="region">{{label}}</label>
    <select id="region" name="region">
    <option value="">[[page.report.noRegion]]</option>
    {{#regions}}<option value="{{id}}">{{name}}</option>{{/regions}}
    </select></p>
    {{/regions}}
    <p><label for="toward">[[page.report.toward]]</label>
    <select id="toward" name="toward">
    <option value="">[[page.report.noToward]]</option>
    {{#countries}}<option value="{{id}}">{{name}}</option>{{/countries}}
    </select></p>
    <p><button>[[page.report.send]]</button></p>
    <p class="fine">{{place}} [[page.report.privacy]]</p>
    </form>
    <script src="{{work}}" defer></script>
    {{/form}}
    {{^form}}<p><a href="{{home}}">[[page.report.back]]</a></p>{{/form}}
    """,
    "error": """
    <section class="lead">
    <p class="crumb">{{status}} · <code>{{code}}</code></p>
    <h1>{{headline}}</h1>
    <p>{{text}}</p>
    <p><a class="button" href="{{home}}">[[page.error.home]]</a> <a href="{{countries}}">[[page.map.all]]</a></p>
    </section>
    """,
]

/// All templates by name.
let pageTemplates: [String: String] = [layoutTemplates, placeTemplates, incidentTemplates, aboutTemplates].reduce(
    into: [:]
) { $0.merge($1) { _, _ in preconditionFailure("two templates have one name") } }
