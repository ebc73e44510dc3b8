/// Does the piece of work that makes room for a report, before the form is sent. Without it, or when it takes too long, the
/// form is sent as it is, and counts within the smaller room of reports without work.
let reportScriptText = """
    (() => {
      "use strict";
      const form = document.querySelector("form[data-challenge]");
      if (!form || !window.fetch || !window.crypto || !crypto.subtle) return;
      const zeros = (hash) => {
        const bytes = new Uint8Array(hash);
        let bits = 0;
        for (const byte of bytes) {
          bits += byte ? Math.clz32(byte) - 24 : 8;
          if (byte) break;
        }
        return bits;
      };
      const solve = async (challenge, bits) => {
        const encoder = new TextEncoder(), end = Date.now() + 20000;
        for (let nonce = 0; Date.now() < end; nonce += 64) {
          const some = Array.from({ length: 64 }, (_, index) => String(nonce + index));
          const hashes = await Promise.all(
            some.map((text) => crypto.subtle.digest("SHA-256", encoder.encode(challenge + ":" + text))));
          const found = hashes.findIndex((hash) => zeros(hash) >= bits);
          if (found >= 0) return some[found];
        }
        return "";
      };
      const hide = (name, value) => {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        field.value = value;
        form.append(field);
      };
      let sending = false;
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (sending) return;
        sending = true;
        form.setAttribute("aria-busy", "true");
        try {
          const answer = await fetch(form.dataset.challenge, { cache: "no-store" });
          const { challenge, bits } = await answer.json();
          const nonce = await solve(challenge, bits);
          if (nonce) { hide("challenge", challenge); hide("nonce", nonce); }
        } catch (error) { /* It is sent without. */ }
        form.submit();
      });
    })();

    """
