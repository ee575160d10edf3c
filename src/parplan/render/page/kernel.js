"use strict";
// Changes carried up through a plan as engine/project.py and engine/compiled.py do it, exactly: points are whole numbers of
// units (BigInt), `scale` of them a point. `data` is what reports/page/kernel.py writes. A test holds both to be the same.
function kernel(data) {
  const whole = (text) => { const [digits, zeros] = text.split("e"); return BigInt(digits) * 10n ** BigInt(zeros || 0); };
  const units = (text) => (text == null ? null : whole(text)), WHOLE = whole(data.whole);
  data.facts.forEach((fact, at) => {
    fact.beneath ||= fact.down;
    fact.under = (fact.down || []).filter((part) => !fact.apart?.includes(part));
    for (const part of fact.down || []) (data.facts[part].up ||= []).push(at);
    for (const part of fact.under) (data.facts[part].over ||= []).push(at);
  });
  const reached = (from, step) => {
    const found = new Set(), waiting = [from];
    while (waiting.length)
      for (const next of data.facts[waiting.shift()][step] || [])
        if (next !== from && !found.has(next)) { found.add(next); waiting.push(next); }
    return [...found];
  };
  const facts = data.facts.map((fact, at) => ({
    ...fact,
    scale: whole(fact.scale || data.scale), lowest: fact.lowest || fact.id, highest: fact.highest || fact.id,
    shares: (fact.shares || []).map(([weight, part]) => [whole(weight), part]),
    needs: fact.needs || (fact.shares || []).map(([, part]) => part),
    increase: units(fact.increase), own: units(fact.own ?? fact.increase), low: units(fact.low), high: units(fact.high), slack: whole(fact.off || data.off),
    bend: fact.bend && { ...fact.bend, raw: units(fact.bend.raw), low: units(fact.bend.low), high: units(fact.bend.high) },
    above: reached(at, "up"), over: reached(at, "over"), under: reached(at, "under"), beneath: reached(at, "beneath"),
  }));
  const size = (n) => (n < 0n ? -n : n);
  for (const fact of facts) for (const [weight, part] of fact.shares) fact.slack += size(weight) * facts[part].slack;
  for (const fact of facts) {
    [fact.undivided, fact.tied] = [fact.above, fact.over].map((rows) => fact.increase === null && rows.some((at) => facts[at].increase !== null));
  }
  const rows = new Map(Object.entries(data.rows).map(([id, row]) => [id, { ...data.usual, ...row, score: units(row.score), target: row.target?.map(whole) }]));
  const points = (id, change) => [(rows.get(id).score ?? 0n) + change, facts[rows.get(id).at].scale];
  const bound = ({ low, high }, change, slack = 0n) =>
    high !== null && change > high + slack ? high : low !== null && change < low - slack ? low : change;

  function gained({ counts, raw, low, high }, change) {
    if (!change || !counts) return change ? null : 0n;
    if (raw === null) return null;
    const of = (sum) => (counts === "whole" ? (sum < high ? low : sum) : sum < low ? low : sum > high ? high : sum);
    return of(raw + change) - of(raw);
  }

  function carry(level, levels, moved, clamp) {
    const change = [], unknown = new Set(), lost = new Set([-1]), beyond = new Map(), hidden = new Set();
    for (const at of moved.keys()) for (const part of facts[at].under) hidden.add(part);
    const share = (at) => levels.get(at) ?? level, increase = (part) => facts[part].increase;
    const sum = (fact, of) => fact.shares.reduce((sum, [weight, part]) => sum + weight * (of(part) ?? 0n), 0n);
    const ofParts = (fact, at) => {
      const kept = share(at), parts = fact.shares.map(([, part]) => part).filter((part) => increase(part) === null);
      const clear = fact.increase !== null || fact.undivided
        ? parts.every((part) => share(part) === kept)
        : !(kept && fact.own === null) && !parts.some((part) => unknown.has(part));
      if (!clear || fact.needs.some((part) => lost.has(part))) return [null, null];
      let brought = sum(fact, (part) => change[part]);
      if (fact.undivided && kept) {
        brought -= kept * sum(fact, increase);
        return [null, brought && fact.bend ? null : brought];
      }
      if (fact.bend) brought = kept && parts.length && brought !== kept * sum(fact, increase) ? null : gained(fact.bend, brought);
      return [brought === null ? null : brought + kept * (fact.own ?? 0n), null];
    };
    facts.forEach((fact, at) => {
      const [asked, apart] = moved.has(at) ? [moved.get(at)] : hidden.has(at) ? [null, null] : ofParts(fact, at);
      change[at] = asked ?? apart ?? 0n;
      if (asked === null) { unknown.add(at); if (apart === null) lost.add(at); return; }
      const held = bound(fact, asked, moved.has(at) ? 0n : fact.slack);
      if (held === asked) return;
      beyond.set(at, asked);
      if (clamp) change[at] = held;
    });
    return { change, unknown, beyond };
  }

  // `changes` are [kind, id, n, d] in the order asked for: kind is set, add or share, id null for the whole plan, n/d the amount.
  function project(base, changes, clamp) {
    let level = base === "plan" ? WHOLE : 0n, levelBy = null;
    const levels = new Map(), moved = new Map(), place = new Map(), by = new Map(), sharedBy = new Map(), refusals = [];
    const refuse = (code, id, values, number) => refusals.push({ code, id, values, change: number });
    const undivided = (id, number) => {
      const { id: row, increase, scale } = facts[facts[rows.get(id).at].above.find((at) => facts[at].increase !== null)];
      refuse("W705", id, { row, part: id, increase: [increase * WHOLE, scale] }, number);
    };
    const changedBelow = (at) => {
      const shared = sharedBy.get(at);
      return facts[at].under.find((part) => moved.has(part) || (sharedBy.has(part) && sharedBy.get(part) !== shared));
    };
    const kept = (at, share) => {
      const bends = [at, ...facts[at].under].some((part) => facts[part].bend);
      return share === WHOLE || !bends ? share * facts[at].increase : carry(level, levels, new Map(), true).change[at];
    };

    changes.forEach(([, id, n, d], number) => { if (id === null) [level, levelBy] = [(n * WHOLE) / d, number]; });
    changes.forEach(([kind, id, n, d], number) => {
      if (id === null) return;
      const row = rows.get(id);
      if (!row) return refuse("S108", id, { id }, number);
      const at = row.at, fact = facts[at], over = fact.over.find((above) => moved.has(above));
      if (kind !== "share" && row.applies === false) return refuse("W709", id, { id }, number);
      if (over !== undefined) return refuse("W703", facts[over].id, { row: facts[over].id, part: id }, number);
      if (kind === "share") {
        if (fact.undivided) return undivided(id, number);
        for (const part of [at, ...fact.beneath]) {
          levels.set(part, (n * WHOLE) / d);
          sharedBy.set(part, number);
          for (const each of [moved, place, by]) each.delete(part);
        }
        return;
      }
      const part = changedBelow(at), share = levels.get(at) ?? level, amount = (n * fact.scale) / d;
      if (part !== undefined) return refuse("W703", id, { row: id, part: facts[part].id }, number);
      if ((kind === "set" ? fact.tied : fact.undivided) && share) return undivided(id, number);
      if (kind === "set" && row.score === null) return refuse("W704", id, { id }, number);
      if (kind === "set") {
        moved.set(at, amount - row.score);
        by.set(at, [number]);
        sharedBy.delete(at);
      } else {
        moved.set(at, (moved.get(at) ?? (fact.increase ? kept(at, share) : 0n)) + amount);
        by.set(at, [...(by.get(at) ?? []), number]);
      }
      place.set(at, id);
    });
    if (refusals.length) return { refusals };

    const carried = carry(level, levels, moved, clamp), named = new Set(), held = [];
    for (const [at, change] of carried.beyond) {
      const fact = facts[at], down = change < 0n, id = down ? fact.lowest : fact.highest, limit = bound(fact, change);
      held.push({ id, value: points(id, change), limit: points(id, limit) });
      if (clamp || fact.under.some((part) => named.has(part))) continue;
      named.add(at);
      const asked = place.get(at) ?? id, number = by.has(at) ? by.get(at).slice(-1)[0] : sharedBy.get(at) ?? levelBy;
      const values = { id, value: points(id, change), limit: rows.get(id)[down ? "floor" : "ceiling"], asked, nearest: points(asked, limit) };
      refuse(down ? "W702" : "W701", id, values, number);
    }
    return refusals.length ? { refusals } : { ...carried, held };
  }
  return { facts, rows, project };
}
