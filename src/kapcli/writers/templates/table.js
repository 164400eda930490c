(() => {
  "use strict";
  // A link within the page opens what is folded there.
  const open = () => {
    const found = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const part = found && found.closest("details");
    if (part) part.open = true;
  };
  window.addEventListener("hashchange", open);
  open();

  // On a narrow screen rows are laid out as blocks; they stay a table to whoever hears them.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const each of document.querySelectorAll("table, thead, tbody, tr, th, td")) {
    each.setAttribute("role", roles[each.tagName] || (each.scope.startsWith("row") ? "rowheader" : "columnheader"));
  }

  // By the certainty's own signs, by a number where cells begin with one, else by the text.
  const certainty = (text) => (/[⊕◯]/.test(text) ? String((text.match(/⊕/g) || []).length) : text);
  const key = (cell) => (cell.dataset.sort === undefined ? certainty(cell.textContent.trim()) : cell.dataset.sort);

  function sort(each, heads, head, place) {
    const down = head.getAttribute("aria-sort") === "ascending";
    const numbers = head.dataset.key === "number";
    const ordered = Array.from(each.tBodies[0].rows).sort((one, other) => {
      const a = key(one.cells[place]);
      const b = key(other.cells[place]);
      // What is not known stands last, whichever way the rest is sorted.
      if (a === "" || b === "") return (a === "") - (b === "");
      const step = numbers ? Number(a) - Number(b) : a.localeCompare(b, "en", { numeric: true });
      return down ? -step : step;
    });
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    each.tBodies[0].append(...ordered);
  }

  for (const each of document.querySelectorAll("table")) {
    // A table in parts keeps its order, and two rows need none.
    if (!each.tHead || each.querySelector("tbody th[scope=rowgroup]") || each.tBodies[0].rows.length < 3) continue;
    const heads = Array.from(each.tHead.rows[0].cells);
    const keyed = heads.some((head) => head.dataset.key);
    heads.forEach((head, place) => {
      if (keyed && !head.dataset.key) return;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      // Paper repeats the head of a table on each page, but not its buttons.
      head.dataset.name = head.textContent;
      button.addEventListener("click", () => sort(each, heads, head, place));
      head.replaceChildren(button);
    });
  }

  const table = document.getElementById("study-table");
  if (!table) return;
  const rows = Array.from(table.tBodies[0].rows);
  const filter = document.getElementById("filter");
  const compares = document.getElementById("compares");
  const shown = document.getElementById("shown");
  const groups = Array.from(document.querySelectorAll(".facet"));
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const split = (text) => text.split(";").filter(Boolean);
  const facets = new Map(rows.map((row) => [row, row.dataset.facets.split("|").map(split)]));

  // Values of one facet mean OR, facets mean AND.
  const pressed = groups.map(() => new Set());

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const fits =
        words.every((word) => texts.get(row).includes(word)) &&
        pressed.every((wanted, place) => !wanted.size || facets.get(row)[place].some((value) => wanted.has(value)));
      row.hidden = !fits || (compares.checked && row.dataset.compares !== "yes");
      if (!row.hidden) count += 1;
    }
    shown.textContent = `${count} of ${rows.length} studies shown`;
  }

  groups.forEach((group, place) => {
    const counts = new Map();
    for (const row of rows) {
      for (const value of new Set(facets.get(row)[place])) counts.set(value, (counts.get(value) || 0) + 1);
    }
    // A value that every row has narrows nothing.
    const values = Array.from(counts).filter(([, count]) => count < rows.length);
    values.sort((one, other) => other[1] - one[1]);
    group.hidden = values.length < 2;
    for (const [value, count] of values.slice(0, 8)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${value} (${count})`;
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const on = !pressed[place].delete(value);
        if (on) pressed[place].add(value);
        button.setAttribute("aria-pressed", String(on));
        show();
      });
      group.append(button);
    }
  });

  filter.addEventListener("input", show);
  compares.addEventListener("change", show);
  // A few rows are read faster than they are filtered.
  document.querySelector(".tools").hidden = rows.length < 8;
})();
