/// Mustache sources that every page shares. Three braces insert markup that this target wrote; two braces escape.
let layoutTemplates: [String: String] = [
    "layout": """
    <!doctype html>
    <html lang="{{lang}}" dir="{{dir}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{{title}} · {{site}}</title>
    <meta name="description" content="{{description}}">
    <link rel="stylesheet" href="{{style}}">
    <link rel="icon" href="{{icon}}" type="image/svg+xml">
    <link rel="canonical" href="{{canonical}}">
    {{#alternates}}
    <link rel="alternate" hreflang="{{tag}}" href="{{absolute}}">
    {{/alternates}}
    {{#feed}}
    <link rel="alternate" type="application/atom+xml" href="{{feed}}">
    {{/feed}}
    {{#oEmbed}}
    <link rel="alternate" type="application/json+oembed" href="{{oEmbed}}">
    {{/oEmbed}}
    <meta property="og:site_name" content="{{site}}">
    <meta property="og:title" content="{{title}}">
    <meta property="og:description" content="{{description}}">
    <meta property="og:url" content="{{canonical}}">
    {{#picture}}
    <meta property="og:image" content="{{address}}">
    <meta property="og:image:width" content="1200">
    <meta property="og:image:height" content="675">
    <meta property="og:image:alt" content="{{alternative}}">
    <meta name="twitter:card" content="summary_large_image">
    {{/picture}}
    {{#linkedDataMarkup}}
    <script type="application/ld+json">{{{linkedDataMarkup}}}</script>
    {{/linkedDataMarkup}}
    <script src="{{script}}" defer></script>
    </head>
    <body{{#subject}} data-stream="{{stream}}" data-subject="{{subject}}" data-updated="[[page.live.updated]]"{{/subject}}>
    <a class="skip" href="#main">[[page.skip]]</a>
    <header class="top">
    <a class="brand" href="{{home}}"><svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true"><circle cx="9" cy="10" r="8" class="lens"/><circle cx="17" cy="10" r="8" class="lens"/></svg> {{site}}</a>
    <nav aria-label="[[page.nav]]">
    {{#menu}}
    <a href="{{href}}"{{#here}} aria-current="page"{{/here}}>{{name}}</a>
    {{/menu}}
    </nav>
    <nav class="languages" aria-label="[[page.language]]">
    {{#languages}}
    <a href="{{href}}" lang="{{tag}}" hreflang="{{tag}}"{{#here}} aria-current="true"{{/here}}>{{name}}</a>
    {{/languages}}
    </nav>
    </header>
    {{#notices}}
    <p class="notice {{kind}}">{{text}}{{#link}} <a href="{{href}}">{{name}}</a>{{/link}}</p>
    {{/notices}}
    <svg class="defs" width="0" height="0" aria-hidden="true"><defs>{{{patternMarkup}}}</defs></svg>
    <main id="main">
    {{{contentMarkup}}}
    </main>
    <footer>
    <p><time datetime="{{now.iso}}">{{pageState}}</time> <span id="live" role="status"></span></p>
    <nav aria-label="[[page.footer]]">
    {{#footer}}
    <a href="{{href}}">{{name}}</a>
    {{/footer}}
    </nav>
    <p class="fine">{{versions}} {{#dataLicence}}{{dataLicence}} {{/dataLicence}}[[page.licence]]</p>
    </footer>
    </body>
    </html>

    """,
    "time": """
    <time datetime="{{iso}}">{{local}}</time>{{#utc}} <span class="utc">{{utc}}</span>{{/utc}}
    """,
    "chip": """
    <span class="chip {{class}}"><b aria-hidden="true">{{glyph}}</b> {{word}}</span>
    """,
    "incidents": """
    <ol class="incidents">
    {{#incidents}}
    <li class="{{class}}">
    <div class="head">{{#verdictChip}}{{>chip}}{{/verdictChip}} <span class="status s-{{statusClass}}">{{status}}</span>{{#example}} <span class="status example">[[page.example.tag]]</span>{{/example}}</div>
    <h3><a href="{{href}}">{{headline}}</a></h3>
    <p class="when"><time datetime="{{onset.iso}}">{{period}}</time> <span class="utc">{{periodUTC}}</span></p>
    <dl class="brief">
    {{#people}}<div><dt>[[page.people]]</dt><dd>{{people}}</dd></div>{{/people}}
    <div><dt>[[page.share]]</dt><dd>{{share}}</dd></div>
    <div><dt>[[page.sure]]</dt><dd>{{sure}}</dd></div>
    </dl>
    {{{shareMarkup}}}
    </li>
    {{/incidents}}
    </ol>
    """,
    "latest": """
    <table class="list">
    <thead><tr><th scope="col">{{when}}</th><th scope="col">[[page.col.what]]</th><th scope="col">[[page.col.lasted]]</th><th scope="col">[[page.col.share]]</th><th scope="col">[[page.col.status]]</th></tr></thead>
    <tbody>
    {{#incidents}}
    <tr><td><time datetime="{{onset.iso}}">{{onset.short}}</time></td><th scope="row"><a href="{{href}}">{{headline}}</a>{{#example}} <span class="status example">[[page.example.tag]]</span>{{/example}}</th><td>{{lasted}}</td><td>{{shareShort}} <span class="unit">{{shareUnit}}</span></td><td><span class="status s-{{statusClass}}">{{status}}</span></td></tr>
    {{/incidents}}
    </tbody>
    </table>
    """,
    "ranges": """
    <div class="switches">
    <nav class="ranges" aria-label="[[page.range]]">
    {{#ranges}}
    <a href="{{href}}"{{#here}} aria-current="true"{{/here}}>{{name}}</a>
    {{/ranges}}
    </nav>
    {{#hasClocks}}
    <nav class="ranges" aria-label="[[page.clocks]]">
    {{#clocks}}
    <a href="{{href}}"{{#here}} aria-current="true"{{/here}}>{{name}}</a>
    {{/clocks}}
    </nav>
    {{/hasClocks}}
    </div>
    {{#custom}}
    <details class="custom"{{#isOpen}} open{{/isOpen}}><summary>[[page.range.custom]]</summary>
    <form action="{{action}}">
    {{#lang}}<input type="hidden" name="lang" value="{{lang}}">{{/lang}}
    {{#tz}}<input type="hidden" name="tz" value="{{tz}}">{{/tz}}
    <label>[[page.range.from]] <input type="date" name="from" value="{{from}}" max="{{today}}" required></label>
    <label>{{toName}} <input type="date" name="to" value="{{to}}" max="{{today}}" required></label>
    <button>[[page.range.show]]</button>
    </form></details>
    {{/custom}}
    """,
    "matrix": """
    <div class="scroll" role="region" aria-labelledby="{{id}}" tabindex="0">
    <table class="matrix">
    <thead><tr><th scope="col">{{corner}}</th>{{#columns}}<th scope="col"><a href="{{href}}">{{name}}</a></th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr{{#whole}} class="whole"{{/whole}}><th scope="row">{{#href}}<a href="{{href}}">{{name}}</a>{{/href}}{{^href}}{{name}}{{/href}}{{#note}} <small>{{note}}</small>{{/note}}</th>{{#cells}}<td class="{{class}}"><b>{{glyph}}</b><s>{{word}}</s> {{sample}}{{#age}}<i>{{age}}</i>{{/age}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody>
    </table>
    </div>
    """,
    "cells": """
    <ul class="cells">
    {{#cells}}
    <li class="{{class}}"><a href="{{href}}">{{name}}</a>{{share}} <b aria-hidden="true">{{glyph}}</b> <span>{{word}}{{#age}} · {{sample}} · {{age}}{{/age}}</span></li>
    {{/cells}}
    </ul>
    """,
    "legend": """
    <ul class="legend">
    {{#legend}}
    <li class="{{class}}"><b aria-hidden="true">{{glyph}}</b> {{word}}</li>
    {{/legend}}
    </ul>
    """,
]
