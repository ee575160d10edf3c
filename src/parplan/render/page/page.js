// The page: what is typed and slid becomes changes, the kernel carries them up, the figures follow; the address has them all.
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent), run = kernel(data.kernel), root = document.documentElement;
  const first = root.lang, own = Object.fromEntries(all("[data-t]").map((at) => [at.dataset.t, at.textContent])), START = () => ({ base: "plan", share: null, typed: [], clamp: data.clamped });
  let state = START(), landed = null, refused = null, before = null;  // what was asked for and cannot be; what held when a field was entered

  // Figures, exactly: n/d points.
  const power = (digits) => 10n ** BigInt(digits);
  const abs = (n) => (n < 0n ? -n : n);
  const marked = (text) => (root.lang === "vi" ? text.replace(".", ",") : text);
  function written(n, d, digits) {
    const whole = (2n * abs(n) * power(digits) + d) / (2n * d), text = String(whole).padStart(digits + 1, "0");
    const cut = text.length - digits;
    return (n < 0n && whole ? "-" : "") + text.slice(0, cut) + (digits ? "." + text.slice(cut) : "");
  }
  const digitsOf = (n, d, least, most) => {
    for (let digits = least; digits < most; digits++) if (!((n * power(digits)) % d)) return digits;
    return most;
  };
  const exact = (n, d, digits = digitsOf(n, d, 0, 13)) => written(n, d, digits > 12 ? 6 : digits);
  const shown = (n, d, decimals) => marked(written(n, d, digitsOf(n, d, decimals, decimals + 2)));
  const tabled = (n, d, decimals) => (n && !(abs(n) * 2n * power(decimals) >= d) ? shown(n, d, decimals) : marked(written(n, d, decimals)));
  const title = (id) => $(`.card[data-id="${id}"] h3`)?.textContent;
  function named(id) {  // a part behind the row that it stands below
    const row = $(`tr[data-id="${id}"]`), top = row.closest("tbody")?.rows[0];
    return title(id) ?? [...new Set([top, row])].map((at) => $("span", at).textContent).join(": ");
  }
  const say = (key, values = {}, words = data.script_words) =>
    words[key][root.lang].replace(/\{(\w+)\}/g, (_, name) => {
      const it = values[name];
      return Array.isArray(it) ? shown(...it, 2) : name === "limit" ? marked(it) : name !== "text" && run.rows.has(it) ? named(it) : it ?? "";
    });

  // What is typed: a share (50%), points to add (+0.4), a score or an increase (9.00).
  const FORMS = [["share", /^(\d{1,4}(?:\.\d{1,6})?)\s?%$/], ["add", /^([+-]\d{1,7}(?:\.\d{1,6})?)$/], ["set", /^(\d{1,7}(?:\.\d{1,6})?)$/]];
  function amount(text) {
    const plain = text.trim().replace(/[\u2010-\u2015\u2212]/g, "-").replace(",", ".").replace(/^([+-])\s+/, "$1");
    for (const [kind, form] of FORMS) {
      const found = form.exec(plain);
      if (!found) continue;
      const [whole, digits = ""] = found[1].replace("+", "").split(".");
      return { kind, text: plain.replace(/\s/, ""), n: BigInt(whole + digits), d: power(digits.length) * (kind === "share" ? 100n : 1n) };
    }
    return null;
  }
  const begun = (text) => text.trim() && !amount(text) && amount(text + "0");  // “1,” or “-”: the next key may make it one
  const changes = ({ share, typed }) => [
    ...(share ? [["share", null, share.n, share.d]] : []),
    ...typed.map(([id, { kind, n, d }]) => [kind, id, n, d]),
  ];
  const land = (asked) => run.project(asked.base, changes(asked), asked.clamp), { size: unknown } = land(START()).unknown;  // as planned

  // A row that gains so much: as the score it comes to, where that can be written; else as nothing of the plan, and so much more.
  function gaining(id, { kind, n, d, text }) {
    if (kind === "share") return [[id, { kind, n, d, text }]];
    const { score, at, decimals } = run.rows.get(id), { scale } = run.facts[at];
    const sum = score === null ? 0n : score * d + n * scale, by = scale * d, digits = digitsOf(sum, by, decimals, 7);
    if (score === null || digits > 6 || sum < 0n)
      return [[id, amount("0%")], [id, { kind: "add", n, d, text: (n < 0n ? "" : "+") + exact(n, d) }]];
    return [[id, amount(written(sum, by, digits))]];
  }

  // The address.
  const plainly = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  function read(address) {
    const parts = address.replace(/^#/, "").split("&").filter(Boolean), wrong = [];
    const asked = { ...START(), clamp: data.clamped && parts.every((part) => part.startsWith("lang=")) };
    for (const part of parts) {
      const cut = part.lastIndexOf("="), key = plainly(cut < 0 ? part : part.slice(0, cut)), text = plainly(part.slice(cut + 1)), found = amount(text);
      if (key === "clamp") asked.clamp = true;
      else if (key === "base" && text === "current") asked.base = text;
      else if (key === "lang" && Object.hasOwn(data.title, text)) speak(text);
      else if (key === "share" && found?.kind === "share") asked.share = found;
      else if (cut > 0 && key !== "share" && found) asked.typed.push([key, found]);
      else wrong.push(part);
    }
    return { asked, wrong };
  }
  function address() {
    const parts = state.base === "plan" ? [] : ["base=" + state.base];
    if (state.share) parts.push("share=" + state.share.text);
    parts.push(...state.typed.map(([id, { text }]) => id + "=" + text));
    if (state.clamp && (parts.length || !data.clamped)) parts.push("clamp");
    if (root.lang !== first) parts.push("lang=" + root.lang);
    return parts.join("&");
  }
  function call() {
    const parts = [data.call];
    if (state.base !== "plan") parts.push("--base " + state.base);
    if (state.share) parts.push("--share " + state.share.text);
    parts.push(...state.typed.map(([id, { kind, text }]) => `--${kind} ${id}=${text}`));
    if (state.clamp) parts.push("--clamp");
    return parts.join(" ");
  }

  // What only a page that runs has: fields, buttons, and the roles that tables lose where styles lay rows out anew.
  function made(name, marks) {
    const at = document.createElement(name);
    for (const [key, value] of Object.entries(marks)) at.setAttribute(key, value);
    return at;
  }
  const ROLES = { "thead,tbody,tfoot": "rowgroup", tr: "row", "tbody th,tfoot th": "rowheader", "thead th": "columnheader", td: "cell" };
  for (const rows of all(".rows,.plain")) {
    rows.setAttribute("role", "table");
    for (const [selector, role] of Object.entries(ROLES)) for (const at of all(selector, rows)) at.setAttribute("role", role);
  }
  all(".scroll").forEach((at, n) => {
    at.previousElementSibling.id = "t-" + n;
    at.setAttribute("role", "region");
    at.setAttribute("aria-labelledby", `${at.closest("section").getAttribute("aria-labelledby")} t-${n}`);
  });
  const headed = () => all(".plain:not(.few) tbody td").forEach((at) => { at.dataset.h = at.closest("table").rows[0].cells[at.cellIndex].textContent; });
  headed();
  for (const at of all("svg")) at.setAttribute("aria-hidden", true);
  for (const at of all(".note")) {
    const said = $("#l-note").cloneNode(true);
    said.removeAttribute("id");
    said.className = "hidden";
    at.prepend(said, " ");
  }
  function field(at, id) {
    const row = run.rows.get(id), name = "n-" + id, group = at.closest("tbody");
    $("span", at).id = name;
    if (group?.rows.length > 1 && group.rows[0] === at)
      at.cells[0].prepend(made("button", { type: "button", class: "toggle", "aria-labelledby": "l-parts " + name }));
    if (row.applies === false || run.facts[row.at].undivided) return null;  // nobody knows what the plan adds
    const input = made("input", { inputmode: "decimal", autocomplete: "off", "aria-labelledby": "l-change " + name });
    const undo = made("button", { type: "button", class: "undo", "aria-labelledby": "l-back " + name });
    undo.textContent = "↺";
    at.cells[3].replaceChildren(input, undo);
    return input;
  }
  // The figures on the page, found once.
  const places = all("[data-id]").map((at) => ({
    id: at.dataset.id, row: run.rows.get(at.dataset.id), at, input: at.cells ? field(at, at.dataset.id) : null,
    lands: $(".lands", at), verdict: $("b", at), gain: $(".gain,.loss", at), score: $("rect", at),
  }));
  const put = (at, text) => { if (at && at.textContent !== text) at.textContent = text; };
  function verdict({ id, row, verdict: at }, change) {
    if (!at || !row.target) return;
    let kind = "unknown", text = say("unknown");
    if (row.score !== null && change !== null) {
      const [n, d = 1n] = row.target, over = (row.score + change) * d - n;
      const met = over === 0n ? !row.strict : over > 0n === !row.lower, by = [abs(over), run.facts[row.at].scale * d, row.decimals];
      kind = met ? (row.open ? "unknown" : "met") : "missed";
      text = met && row.open ? say("unknown") : !over || (met && row.lower) ? say(kind) : say(met ? "passed" : row.lower ? "beyond" : "missing", { value: tabled(...by) });
    }
    at.className = kind;
    put(at, text);
  }
  function bar({ row, gain, score }, change) {
    if (!gain) return;
    const low = Number(row.floor), whole = Number(row.ceiling) - low, { scale } = run.facts[row.at];
    const share = (units) => Math.min(Math.max((Number(units) / Number(scale) - low) / whole, 0), 1) * 100;
    const from = share(row.score), to = share(row.score + (change ?? 0n));
    score.setAttribute("width", Math.min(from, to) + "%");
    gain.setAttribute("x", Math.min(from, to) + "%");
    gain.setAttribute("width", Math.abs(to - from) + "%");
    gain.setAttribute("class", to < from ? "loss" : "gain");
  }
  function settle({ input, text }) {
    if (input.value !== text) input.value = text;
    input.removeAttribute("aria-invalid");
  }
  function draw() {
    const changed = new Set(state.typed.map(([id]) => id));
    for (const place of places) {
      const { id, row, lands, input, at } = place, { scale } = run.facts[row.at];
      const change = landed.unknown.has(row.at) ? null : landed.change[row.at];
      if (place.was !== change || place.spoke !== root.lang) {
        Object.assign(place, { was: change, spoke: root.lang, text: change === null ? "" : shown(change, scale, row.decimals) });
        input?.style.setProperty("--d", Math.max(row.decimals, place.text.length - 3));
        const known = row.score !== null && change !== null, figure = $("data", lands);
        put(figure ?? lands, known ? tabled(row.score + change, scale, row.decimals) : "—");
        if (figure) figure.value = known ? exact(row.score + change, scale) : "";
        verdict(place, change);
        bar(place, change);
        if (at.tagName === "LI") at.title = title(id);
      }
      if (input && input !== document.activeElement) settle(place);
      if (at.classList.contains("changed") !== changed.has(id)) at.classList.toggle("changed");
    }
    const share = state.share ?? { n: state.base === "plan" ? 1n : 0n, d: 1n };
    const percent = written(share.n * 100n, share.d, digitsOf(share.n * 100n, share.d, 0, 6));
    $("#share").value = percent;
    put($("output"), marked(percent) + "%");
    root.classList.toggle("tried", state.base !== "plan" || !!state.share || changed.size > 0);  // chances are of the plan
    $("#clamp").checked = state.clamp;
    put($("#call"), call());
    put($("#copied"), "");
    const limits = (state.clamp ? landed.held : []).map((held) => say("held", held));
    if (landed.unknown.size > unknown) limits.push(say("as_a_whole"));
    $(".held").replaceChildren(...limits.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
  }
  const told = (refusals) => refusals.map(({ code, values }) => say(code, values, data.refusals)).join(" · ");
  function alert(text) {
    $(".alert").hidden = !text;
    put($(".alert"), text);
  }
  // What is asked for, if it can be.
  function tryOn(asked, input) {
    const found = land(asked);
    if (found.refusals) return refuse(told(found.refusals), asked, input);
    [state, landed, refused] = [asked, found, null];
    alert("");
    input?.removeAttribute("aria-invalid");
    draw();
    keep();
    return true;
  }
  // Says why it cannot be. Of what is typed into a field nothing stays in force then, nor what its first digits came to.
  function refuse(text, asked, input) {
    refused = asked;
    if (input) {
      [state, landed] = before;
      input.setAttribute("aria-invalid", "true");
      keep();
    }
    alert(text);
    draw();
    return false;
  }
  // Browsers bear only so many addresses: at most one in a fifth of a second.
  let waiting = 0, kept = -1000;
  function keep() {
    clearTimeout(waiting);
    const rest = kept + 200 - performance.now();
    if (rest > 0) return void (waiting = setTimeout(keep, rest));
    kept = performance.now();
    history.replaceState(null, "", "#" + address());
  }
  const without = (id) => state.typed.filter(([other]) => other !== id);

  function opened() {
    const named = location.hash.length > 1 && document.getElementById(plainly(location.hash.slice(1)))?.matches("main,section,li");
    const { asked, wrong } = read(named ? "" : location.hash);
    const found = land(asked);
    refused = found.refusals ? asked : null;
    before = [state, landed] = refused ? [START(), land(START())] : [asked, found];
    draw();
    alert([...wrong.map((text) => say("not_clear", { text })), refused ? told(found.refusals) : ""].filter(Boolean).join(" · "));
    if (location.hash.length > 1 && !named && !wrong.length && !refused) keep();  // that of a scenario has no language
  }
  function speak(lang) {
    if (lang === root.lang) return;
    root.lang = lang;
    document.title = data.title[lang];
    for (const at of all("[data-t]")) at.textContent = (lang === first ? own : data.others)[at.dataset.t];
    for (const at of all("data,td:not(.said),.rows i,.big i"))
      for (const node of at.childNodes)
        if (node.nodeType === Node.TEXT_NODE)
          node.data = lang === "vi" ? node.data.replace(/(?<=\d)\.(?=\d)/g, ",") : node.data.replace(/(?<=\d),(?=\d)/g, ".");
    for (const at of all("[data-lang]")) at.setAttribute("aria-pressed", at.dataset.lang === lang);
    headed();
  }
  async function copy() {
    let said = "copied";
    try { await navigator.clipboard.writeText(call()); } catch {  // not over http, for one
      getSelection().selectAllChildren($("#call"));
      said = "not_copied";
    }
    put($("#copied"), say(said));
  }
  function toggle(group, open) {
    group.classList.toggle("closed", !open);
    $(".toggle", group)?.setAttribute("aria-expanded", open);
  }

  root.classList.add("runs");
  for (const place of places) {
    const { input, id } = place;
    if (!input) continue;
    const typed = () => {
      const text = input.value.trim(), found = text && amount(text);
      if (text && !found) return refuse(say("not_a_figure", { text }), null, input);
      return tryOn({ ...state, typed: [...without(id), ...(text ? gaining(id, found) : [])] }, input);
    };
    input.addEventListener("focus", () => { before = [state, landed]; input.select(); });
    input.addEventListener("input", () => { if (!begun(input.value)) typed(); });
    input.addEventListener("blur", () => { if (begun(input.value)) typed(); draw(); });  // what was refused stays said
    input.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") input.blur();
      if (key !== "Escape") return;
      tryOn({ ...state, typed: without(id) });
      before = [state, landed];
      settle(place);
    });
  }
  document.addEventListener("click", (event) => {
    const at = event.target.closest("a[href^='#'],button");
    if (!at) return;
    if (at.matches(".undo")) tryOn({ ...state, typed: without(at.closest("[data-id]").dataset.id) });
    else if (at.matches(".toggle")) toggle(at.closest("tbody"), at.getAttribute("aria-expanded") !== "true");
    else if (at.matches("#reset")) tryOn(START());
    else if (at.dataset.lang) { speak(at.dataset.lang); tryOn(state); }
    else if (at.matches("#copy")) copy();
    else if (at.matches("a:not([data-try])")) {  // the address is for what is tried
      event.preventDefault();
      const there = $(at.getAttribute("href").replace(/\./g, "\\."));
      there.scrollIntoView({ block: "start" });
      there.tabIndex = -1;
      there.focus({ preventScroll: true });
    } else if (at.matches("[data-try]")) $(".panel").scrollIntoView({ block: "start" });
  });
  $("#share").addEventListener("input", ({ target }) => tryOn({ ...state, base: "plan", share: target.value === "100" ? null : amount(target.value + "%") }));
  $("#clamp").addEventListener("change", ({ target: { checked: clamp } }) => (clamp && refused && tryOn({ ...refused, clamp })) || tryOn({ ...state, clamp }));
  $("#open").addEventListener("change", ({ target }) => all("table.rows tbody").forEach((group) => toggle(group, target.checked)));
  addEventListener("hashchange", opened);
  addEventListener("beforeprint", () => document.activeElement.blur());  // paper has figures that hold
  for (const group of all("table.rows tbody")) toggle(group, false);
  new ResizeObserver(([{ target }]) => {
    root.style.scrollPaddingTop = `calc(${target.offsetHeight}px + 1rem)`;
    if (document.activeElement.matches("tr input")) document.activeElement.scrollIntoView({ block: "nearest" });  // the panel may have grown over it
  }).observe($(".panel"));
  const scrolled = () => all(".scroll,.totals").forEach((at) => { at.tabIndex = at.scrollWidth > at.clientWidth ? 0 : -1; });
  addEventListener("resize", scrolled);
  scrolled();
  opened();
})();
