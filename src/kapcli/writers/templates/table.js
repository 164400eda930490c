(() => {
  "use strict";
  const table = document.getElementById("study-table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const filter = document.getElementById("filter");
  const compares = document.getElementById("compares");
  const shown = document.getElementById("shown");
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  // On a narrow screen rows are laid out as blocks; they stay a table to whoever hears them.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const each of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
    each.setAttribute("role", roles[each.tagName] || (each.scope === "row" ? "rowheader" : "columnheader"));
  }

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const fits = words.every((word) => texts.get(row).includes(word));
      row.hidden = !fits || (compares.checked && row.dataset.compares !== "yes");
      if (!row.hidden) count += 1;
    }
    shown.textContent = `${count} of ${rows.length} studies shown`;
  }

  function sort(head, place) {
    const down = head.getAttribute("aria-sort") === "ascending";
    const numbers = head.dataset.key === "number";
    const key = (row) => row.cells[place].dataset.sort;
    const ordered = rows.slice().sort((one, other) => {
      const a = key(one);
      const b = key(other);
      // What is not known stands last, whichever way the rest is sorted.
      if (a === "" || b === "") return (a === "") - (b === "");
      const step = numbers ? Number(a) - Number(b) : a.localeCompare(b, "en");
      return down ? -step : step;
    });
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...ordered);
  }

  heads.forEach((head, place) => {
    if (!head.dataset.key) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    // Paper repeats the head of a table on each page, but not its buttons.
    head.dataset.name = head.textContent;
    button.addEventListener("click", () => sort(head, place));
    head.replaceChildren(button);
  });
  filter.addEventListener("input", show);
  compares.addEventListener("change", show);
  document.querySelector(".tools").hidden = false;
})();
