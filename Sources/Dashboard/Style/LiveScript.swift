/// Keeps an open page up to date: listens to the stream of revisions and cell changes, and when one concerns the page,
/// asks for the page again and puts its new parts in place. Without it a page still shows its newest state when loaded.
let liveScriptText = """
    (() => {
      "use strict";
      const body = document.body;
      const subject = body.dataset.subject;
      if (!subject || !window.EventSource || !window.fetch || !window.DOMParser) return;
      const status = document.getElementById("live");
      let waiting = false, last = 0;
      const refresh = async () => {
        waiting = false;
        last = Date.now();
        try {
          const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-cache" });
          if (!answer.ok) return;
          const next = new DOMParser().parseFromString(await answer.text(), "text/html");
          const old = document.getElementById("main"), fresh = next.getElementById("main");
          const focused = document.activeElement, href = focused && focused.getAttribute("href");
          old.replaceWith(document.adoptNode(fresh));
          document.title = next.title;
          const foot = document.querySelector("footer time"), stamp = next.querySelector("footer time");
          if (foot && stamp) foot.replaceWith(document.adoptNode(stamp));
          if (href && !document.body.contains(focused)) {
            for (const link of fresh.querySelectorAll("a")) {
              if (link.getAttribute("href") === href) { link.focus({ preventScroll: true }); break; }
            }
          }
          if (status) status.textContent = body.dataset.updated;
        } catch (error) { /* The next event tries again. */ }
      };
      const concern = (event) => {
        let data;
        try { data = JSON.parse(event.data); } catch (error) { return; }
        const place = data.cc || data.country;
        if (subject !== "*" && place && place !== subject && place !== "ZZ") return;
        if (waiting || document.hidden && Date.now() - last < 60000) return;
        waiting = true;
        setTimeout(refresh, Math.max(300, 3000 - (Date.now() - last)));
      };
      const stream = new EventSource(body.dataset.stream);
      for (const name of ["message", "revision", "cell"]) stream.addEventListener(name, concern);
      addEventListener("pagehide", () => stream.close());
    })();

    """

/// The mark: one object seen from two places.
let iconText = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 26"><rect width="26" height="26" rx="5" fill="#10161d"/><g \
    fill="none" stroke="#7cbcff" stroke-width="2"><circle cx="10" cy="13" r="6"/><circle cx="16" cy="13" r="6"/></g></svg>

    """
