"""What every page must hold to, and what readers do with some of them."""

import pathlib
import re

PHONE, DESKTOP = (360, 740), (1280, 800)
ACCESSIBILITY = pathlib.Path(__file__).with_name("accessibility.js").read_text()
# A first view as it comes over the line: document, style sheet, script and icon with their headers, packed. The promise
# is 50 kB, which the tests of the pages hold without packing; more than this means that packing does not work.
MOST_BYTES = 22_000


def pages(incident):
    """Paths of one page of every kind, with the status that it answers."""
    days = "from=2024-01-07T06:00:00Z&to=2024-01-08T00:00:00Z"
    return {
        "home": "/", "countries": "/countries", "country": f"/countries/PK?{days}", "country-now": "/countries/PK",
        "country-empty": "/countries/TV", "country-platform": f"/countries/PK/platforms/x?{days}",
        "country-signals": f"/countries/PK/signals?{days}", "incidents": "/incidents",
        "incident": f"/incidents/{incident}", "contest": f"/incidents/{incident}/contest",
        "network": f"/networks/17557?{days}", "platform": "/platforms/x", "report": "/report?platform=x",
        "targets": "/targets", "methodology": "/methodology", "corrections": "/corrections",
        "health": "/about/health", "missing": "/nothing-here",
    }


class Checks:
    """Collects what was found, one line a check that failed."""

    def __init__(self, origin, pictures):
        self.origin, self.pictures = origin, pictures
        self.passed, self.failures = 0, []
        self.heaviest = (0, "")

    def that(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failures.append(what)
            print(f"  ✘ {what}", flush=True)

    # Every page

    def page(self, tab, name, path, language, size, scripts=True):
        """Opens a page and looks at it; keeps a picture when scripts run."""
        is_phone = size == PHONE
        where = f"{name}, {language}, {size[0]} px{'' if scripts else ', no scripts'}"
        tab.look(*size, is_phone=is_phone, scripts=scripts)
        tab.open(self.origin + path, language)
        self.loading(tab, where, 404 if name == "missing" else 200)
        self.that(
            tab.value("document.documentElement.lang") == language
            and tab.value("document.documentElement.dir") == ("rtl" if language == "ur" else "ltr"),
            f"{where}: language or direction is wrong")
        wide = tab.value("document.scrollingElement.scrollWidth - innerWidth")
        self.that(wide <= 0, f"{where}: scrolls {wide} px sideways")
        if scripts:
            self.accessible(tab, where)
            tab.picture(self.pictures / f"{name}-{language}-{size[0]}.png", size[0])

    def loading(self, tab, where, status):
        """Status, headers, weight, and that nobody else was asked and nothing complained."""
        answers = tab.seen("Network.responseReceived")
        document = next((each["response"] for each in answers if each["type"] == "Document"), {})
        headers = {key.lower(): value for key, value in document.get("headers", {}).items()}
        self.that(document.get("status") == status, f"{where}: answered {document.get('status')}")
        policy = headers.get("content-security-policy", "")
        self.that(
            "default-src 'none'" in policy and "unsafe" not in policy, f"{where}: the policy is “{policy}”")
        others = [
            each["request"]["url"] for each in tab.seen("Network.requestWillBeSent")
            if not each["request"]["url"].startswith((self.origin + "/", "data:"))
        ]
        self.that(not others, f"{where}: asked others: {others}")
        broken = [each["response"]["url"] for each in answers
                  if each["response"]["status"] >= 400 and each["type"] != "Document"]
        broken += [each.get("errorText") for each in tab.seen("Network.loadingFailed") if not each.get("canceled")]
        self.that(not broken, f"{where}: did not load: {broken}")
        weight = sum(each["encodedDataLength"] for each in tab.seen("Network.loadingFinished"))
        self.heaviest = max(self.heaviest, (int(weight), where))
        self.that(0 < weight < MOST_BYTES, f"{where}: weighs {weight} bytes")
        self.complaints(tab, where, is_missing=status == 404)

    def complaints(self, tab, where, is_missing=False):
        words = [each["exceptionDetails"]["text"] for each in tab.seen("Runtime.exceptionThrown")]
        words += [
            f"{each['type']}: {[value.get('value') for value in each['args']]}"
            for each in tab.seen("Runtime.consoleAPICalled") if each["type"] in ("error", "warning", "assert")
        ]
        for each in tab.seen("Log.entryAdded"):
            entry = each["entry"]
            # The browser notes that the page itself was missing, which is what was asked for.
            if entry["level"] in ("error", "warning") and not (is_missing and "404" in entry["text"]):
                words.append(entry["text"])
        self.that(not words, f"{where}: complaints: {words}")

    def accessible(self, tab, where):
        problems = tab.value(ACCESSIBILITY)
        self.that(not problems, f"{where}: {len(problems)}: {'; '.join(problems[:6])}")
        tab.colours(dark=True)
        problems = [each for each in tab.value(ACCESSIBILITY) if each.startswith("contrast")]
        self.that(not problems, f"{where}, dark: {len(problems)}: {'; '.join(problems[:6])}")
        tab.colours(dark=False)

    # Single pages

    def focus(self, tab, language):
        """The keyboard gets everywhere, in the order of the page, and one sees where it is."""
        tab.look(*DESKTOP)
        tab.open(self.origin + "/", language)
        stops = []
        for _ in range(14):
            tab.press("Tab", "Tab", 9)
            stops.append(tab.value("""(() => {
              const at = document.activeElement, all = [...document.querySelectorAll("*")];
              const box = at.getBoundingClientRect(), look = getComputedStyle(at);
              return { place: all.indexOf(at), skip: at.getAttribute("href") === "#main", width: box.width,
                       inside: box.right > 0 && box.left < innerWidth, ring: look.outlineStyle !== "none", name: at.textContent };
            })()"""))
        where = f"focus, {language}"
        self.that(stops[0]["skip"] and stops[0]["inside"], f"{where}: the first stop is no visible skip link: {stops[0]}")
        places = [stop["place"] for stop in stops]
        self.that(places == sorted(set(places)), f"{where}: the order is {places}")
        hidden = [stop["name"][:30] for stop in stops if not stop["ring"]]
        self.that(not hidden, f"{where}: no ring on {hidden}")

    def dark_and_print(self, tab, paths):
        """The dark palette is used, and what goes on paper is the content without the menus."""
        for name in ("country", "incident"):
            tab.look(*DESKTOP, dark=True)
            tab.open(self.origin + paths[name])
            shade = tab.value("getComputedStyle(document.body).backgroundColor")
            self.that(max(map(int, re.findall(r"\d+", shade)[:3])) < 64, f"{name}: dark is {shade}")
            tab.picture(self.pictures / f"{name}-dark.png", DESKTOP[0])
            tab.colours(dark=True, media="print")
            shade = tab.value("getComputedStyle(document.body).backgroundColor")
            menus = tab.value("[...document.querySelectorAll('nav')].filter(nav => nav.checkVisibility()).length")
            self.that(
                min(map(int, re.findall(r"\d+", shade)[:3])) > 200, f"{name}: paper is {shade}")
            self.that(menus == 0, f"{name}: {menus} menus on paper")
            tab.picture(self.pictures / f"{name}-print.png", DESKTOP[0])

    def pictures_of(self, tab, incident):
        """Cards and charts are pictures of the right size, and pages that stand for an incident name them."""
        tab.look(*DESKTOP)
        for name, path, size in (
            ("card", f"/incidents/{incident}/card.png", [1200, 675]),
            ("card-ur", f"/incidents/{incident}/card.png?lang=ur", [1200, 675]),
            ("chart", "/charts/PK/x.png?from=2024-01-07T06:00:00Z&to=2024-01-08T00:00:00Z", [1920, 300]),
        ):
            tab.open(self.origin + path)
            found = tab.value("[document.images[0]?.naturalWidth, document.images[0]?.naturalHeight]")
            self.that(found == size, f"{name}: {found}")
            tab.picture(self.pictures / f"{name}.png", size[0])
        tab.open(f"{self.origin}/incidents/{incident}")
        code = tab.value("[...document.querySelectorAll('dd code')].map(code => code.textContent).join()")
        self.that(f'src="{self.origin}/incidents/{incident}/embed"' in code, f"the frame to embed is “{code}”")
        found = tab.value("""(() => {
          const content = (name) => document.querySelector(`meta[property="${name}"],meta[name="${name}"]`)?.content;
          return { image: content("og:image"), alt: content("og:image:alt"), card: content("twitter:card"),
                   title: content("og:title"), data: JSON.parse(document.querySelector("script[type='application/ld+json']").textContent)["@type"],
                   oembed: document.querySelector("link[type='application/json+oembed']")?.href };
        })()""")
        self.that(all(found.values()), f"what other sites read of an incident: {found}")
        # The same origin, since the pages' own policy lets them ask nobody else.
        shown = tab.value("""(async () => {
          const address = document.querySelector("link[type='application/json+oembed']").href;
          const answer = await (await fetch(address.replace(/^https?:..[^/]+/, ""))).json();
          return [answer.version, answer.type, typeof answer.html];
        })()""")
        self.that(shown == ["1.0", "rich", "string"], f"oEmbed: {shown}")

    def embedded(self, tab, incident):
        """The page for other sites' frames may be framed, and is as strict and readable as the others."""
        tab.look(480, 260)
        tab.open(f"{self.origin}/incidents/{incident}/embed")
        self.loading(tab, "embed", 200)
        self.accessible(tab, "embed")
        policy = next(each["response"]["headers"] for each in tab.seen("Network.responseReceived")
                      if each["type"] == "Document")
        words = next(value for key, value in policy.items() if key.lower() == "content-security-policy")
        self.that("frame-ancestors" not in words, f"embed: nobody may frame it: {words}")
        tall = tab.value("document.scrollingElement.scrollHeight - innerHeight")
        self.that(tall <= 0, f"embed: {tall} px do not fit into the frame that pages offer")
        tab.picture(self.pictures / "embed.png", 480)

    def press(self, tab, selector):
        """A real press, so that the page itself does the rest, as for a person."""
        point = tab.value(f"""(() => {{
          const button = document.querySelector("{selector}");
          button.scrollIntoView({{ block: "center" }});
          const box = button.getBoundingClientRect();
          return [box.left + box.width / 2, box.top + box.height / 2];
        }})()""")
        for kind in ("mousePressed", "mouseReleased"):
            tab.call("Input.dispatchMouseEvent", type=kind, x=point[0], y=point[1], button="left", clickCount=1)

    def contest(self, tab, origin, incident, language, scripts):
        """An incident is contested by its form, with thanks in the page's own language, and its page says so."""
        where = f"contest form, {language}{'' if scripts else ', no scripts'}"
        tab.look(*PHONE, is_phone=True, scripts=scripts)
        tab.open(f"{origin}/incidents/{incident}?lang={language}")
        self.that(
            tab.value("!!document.querySelector(\"a.button[href*='/contest']\")"), f"{where}: no way to the form")
        tab.open(f"{origin}/incidents/{incident}/contest?lang={language}")
        if scripts:
            self.accessible(tab, where)
        tab.browser.events.clear()
        tab.value("document.querySelector('#text').value = 'It opened here, all evening long.'")
        self.press(tab, "main form button")
        tab.wait(lambda: tab.seen("Page.loadEventFired"), 60, f"{where}: nothing came back")
        self.that(tab.value("!!document.querySelector('.notice.good')"), f"{where}: no thanks")
        self.that(tab.value("document.documentElement.lang") == language, f"{where}: thanks in another language")
        self.that(
            not tab.value("!!document.querySelector('main form')"), f"{where}: the form is there once more")
        self.complaints(tab, where)
        tab.picture(self.pictures / f"contested-{language}.png", PHONE[0])
        tab.open(f"{origin}/incidents/{incident}?lang={language}")
        self.that(
            tab.value("document.querySelectorAll('.lead .notice').length") == 1,
            f"{where}: the page does not say that it is contested")
        if scripts:
            self.accessible(tab, f"contested incident, {language}")
        tab.picture(self.pictures / f"contested-incident-{language}.png", PHONE[0])

    def report(self, tab, language, scripts):
        """A person's report is sent by the form and is answered with thanks, in the page's own language."""
        where = f"report form, {language}{'' if scripts else ', no scripts'}"
        tab.look(*PHONE, is_phone=True, scripts=scripts)
        tab.open(f"{self.origin}/report?platform=x", language)
        platform = "youtube" if scripts else "tiktok"
        tab.browser.events.clear()
        tab.value(f"""(() => {{
          document.querySelector("#platform").value = "{platform}";
          document.querySelector("input[name=problem][value=unreachable]").checked = true;
        }})()""")
        self.press(tab, "main form button")
        # The page may do its piece of work first, which takes some seconds.
        tab.wait(lambda: tab.seen("Page.loadEventFired"), 60, f"{where}: nothing came back")
        answer = next(
            each["response"] for each in reversed(tab.seen("Network.responseReceived")) if each["type"] == "Document")
        self.that(answer["status"] < 400, f"{where}: answered {answer['status']}")
        self.that(tab.value("!!document.querySelector('.notice.good')"), f"{where}: no thanks")
        self.that(tab.value("document.documentElement.lang") == language, f"{where}: thanks in another language")
        self.complaints(tab, where)

    def live(self, tab, seconds):
        """An incident comes onto an open page without a reload, and a screen reader is told that something came."""
        tab.wait(
            lambda: tab.value("document.querySelectorAll('.incidents > li').length"), seconds,
            "no incident came onto the open page")
        kept = tab.value("window.keptSinceTheStart === true")
        self.that(kept, "live: the page was loaded again")
        said = tab.value("document.getElementById('live').textContent.trim()")
        self.that(said != "", "live: nobody was told that the page changed")
        headline = tab.value("document.querySelector('.incidents h3').textContent")
        self.that("Pakistan" in headline, f"live: the headline is “{headline}”")
        self.accessible(tab, "live home")
        self.complaints(tab, "live home")
        tab.picture(self.pictures / "live.png", DESKTOP[0])
