// SPDX-License-Identifier: GPL-3.0-or-later

/// The script of a page: folds, sorts, filters and lists what stands in its tables. It makes nodes and sets their texts,
/// and never parses a text.
enum PageScript {
  /// Says at once that there is a script: what it folds is then never laid out, which takes most of the time that a
  /// large page needs to open.
  static let first: StaticString = "document.documentElement.classList.add(\"js\")"

  static let text: StaticString = #"""
    "use strict";
    (() => {
      const all = (selector, root = document) => [...root.querySelectorAll(selector)];
      const one = (selector, root = document) => root.querySelector(selector);
      const make = (name, text) => {
        const node = document.createElement(name);
        if (text !== undefined) node.textContent = text;
        return node;
      };
      const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
      const compare = new Intl.Collator("en", { numeric: true }).compare;

      // Tables whose columns sort.
      const figure = (text) => {
        const found = text.replace(/,/g, "").match(/-?\d+(\.\d+)?/);
        return found ? Number(found[0]) : -Infinity;
      };
      for (const table of all("table.sorts")) {
        const heads = all("thead th", table);
        for (const head of heads) {
          // A real button would not be printed in the heads of the next pages.
          const button = make("span", head.textContent);
          button.setAttribute("role", "button");
          button.tabIndex = 0;
          head.textContent = "";
          head.append(button);
          head.setAttribute("aria-sort", "none");
          button.addEventListener("keydown", (event) => {
            if (event.key !== "Enter" && event.key !== " ") return;
            event.preventDefault();
            button.click();
          });
          button.addEventListener("click", () => {
            const isFigure = head.classList.contains("n");
            const before = head.getAttribute("aria-sort");
            const down = before === "none" ? isFigure : before === "ascending";
            for (const other of heads) other.setAttribute("aria-sort", "none");
            head.setAttribute("aria-sort", down ? "descending" : "ascending");
            const body = table.tBodies[0];
            const column = head.cellIndex;
            const rows = [...body.rows].map((row) => [row.cells[column].textContent, row]);
            rows.sort(([a], [b]) => (isFigure ? figure(a) - figure(b) : compare(a, b)) * (down ? -1 : 1));
            body.append(...rows.map(([, row]) => row));
          });
        }
      }

      // The timeline.
      const projects = all("#timeline details.project");
      const tell = (what, shown, of, noun) => {
        const place = one(`[data-found=${what}]`);
        if (place) place.textContent = shown === of ? "" : `${shown} of ${of} ${noun}`;
      };
      const findProjects = (text) => {
        const query = fold(text.trim());
        let shown = 0;
        for (const project of projects) {
          project.hidden = !all(".label", project).some((label) => fold(label.textContent + label.title).includes(query));
          if (!project.hidden) shown += 1;
        }
        tell("timeline", shown, projects.length, "projects");
      };

      // The map of people.
      const map = one("#people");
      const people = map ? all("tbody.p", map) : [];
      const departments = map ? all("tbody.d", map) : [];
      const order = map ? all("tbody.d, tbody.p", map) : [];
      const folded = new Set(map && "folded" in map.dataset ? departments.map((body) => body.dataset.d) : []);
      const names = new Map(people.map((body) => [body, fold(one("th", body).textContent)]));
      let query = "";
      let sorting = "department";
      const show = () => {
        const byDepartment = sorting === "department";
        const found = new Set();
        let shown = 0;
        for (const body of people) {
          const fits = names.get(body).includes(query);
          if (fits) {
            found.add(body.dataset.d);
            shown += 1;
          }
          body.hidden = !fits || (byDepartment && query === "" && folded.has(body.dataset.d));
        }
        for (const body of departments) {
          body.hidden = !byDepartment || !found.has(body.dataset.d);
          one("button", body).setAttribute("aria-expanded", String(query !== "" || !folded.has(body.dataset.d)));
        }
        tell("people", shown, people.length, "people");
      };
      const sort = () => {
        if (sorting === "department") return map.append(...order);
        const byName = (a, b) => compare(one("th", a).textContent, one("th", b).textContent);
        const byLoad = (a, b) => Number(b.dataset.l) - Number(a.dataset.l) || byName(a, b);
        map.append(...departments, ...[...people].sort(sorting === "name" ? byName : byLoad));
      };
      for (const body of departments) {
        one("button", body).addEventListener("click", () => {
          const key = body.dataset.d;
          if (!folded.delete(key)) folded.add(key);
          show();
        });
      }
      if (map) {
        show();
        map.classList.add("ready");
      }

      // What stands above both.
      for (const field of all("[data-find]")) {
        field.addEventListener("input", () => {
          if (field.dataset.find === "timeline") return findProjects(field.value);
          query = fold(field.value.trim());
          show();
        });
      }
      for (const choice of all("[data-sort]")) {
        choice.addEventListener("change", () => {
          sorting = choice.value;
          sort();
          show();
        });
      }
      for (const box of all("[data-show]")) {
        box.addEventListener("change", () => map.classList.toggle(box.dataset.show, box.checked));
      }
      const openAll = (what, isOpen) => {
        if (what === "timeline") for (const project of projects) project.open = isOpen;
        else {
          folded.clear();
          if (!isOpen) for (const body of departments) folded.add(body.dataset.d);
          show();
        }
      };
      for (const button of all("[data-open]")) button.addEventListener("click", () => openAll(button.dataset.open, true));
      for (const button of all("[data-close]")) button.addEventListener("click", () => openAll(button.dataset.close, false));

      // What is done in a cell.
      const panel = one("#panel");
      let current = null;
      const isCell = (node) => node && node.matches("#people tbody tr:not(.w) td:not(.n)");
      const at = (row, column) => {
        let place = 0;
        for (const cell of row.cells) {
          if (column < place + cell.colSpan) return cell.textContent;
          place += cell.colSpan;
        }
        return "";
      };
      const enter = (cell) => {
        if (current) current.removeAttribute("tabindex");
        current = cell;
        cell.tabIndex = 0;
      };
      const rowsOf = (body, column) => {
        if (body.classList.contains("p")) {
          return all("tr.w:not(.avail):not(.extra)", body).map((row) => [one("th", row).textContent, at(row, column)]);
        }
        const inside = body.classList.contains("d") ? people.filter((other) => other.dataset.d === body.dataset.d)
          : departments.length ? departments : people;
        return inside.map((other) => [one("th", other).textContent, at(other.rows[0], column)]);
      };
      const list = (cell) => {
        const body = cell.closest("tbody");
        const column = cell.cellIndex;
        const days = one(`thead tr:last-child th:nth-child(${column + 1})`, map).title;
        const there = one("tr.avail", body);
        const over = one("tr.extra", body);
        const available = there ? at(there, column) : "";
        const parts = [`${cell.textContent || "0"}${there ? " of " + (available || "0") : ""} h`];
        const share = figure(available) > 0 ? (100 * Math.max(0, figure(cell.textContent || "0"))) / figure(available) : NaN;
        if (share >= 0) parts.push(`${share.toFixed(0)} %`);
        if (over && at(over, column)) parts.push(`overtime ${at(over, column)} h`);
        if (cell.classList.contains("p")) parts.push("with promised work");
        if (cell.classList.contains("a")) parts.push("away");
        if (cell.classList.contains("b")) parts.push("away in part");
        const close = make("button", "Close");
        close.type = "button";
        close.addEventListener("click", leave);
        const heading = make("h3", one("th", body).textContent);
        const lines = make("dl");
        for (const [name, hours] of rowsOf(body, column)) {
          if (hours) lines.append(make("dt", name), make("dd", hours + " h"));
        }
        if (!lines.firstChild) lines.append(make("dt", "Nothing is planned."), make("dd"));
        panel.replaceChildren(heading, make("p", days + ": " + parts.join(", ")), lines, close);
        panel.hidden = false;
        panel.setAttribute("role", "dialog");
        panel.setAttribute("aria-label", heading.textContent + ", " + days);
        panel.tabIndex = -1;
        panel.focus({ preventScroll: true });
      };
      const leave = () => {
        panel.hidden = true;
        if (current) current.focus({ preventScroll: true });
      };
      const move = (cell, x, y) => {
        const rows = all("tbody:not([hidden]) tr:not(.w)", map);
        const row = rows[rows.indexOf(cell.parentNode) + y];
        const next = row && row.cells[cell.cellIndex + x];
        if (!isCell(next)) return;
        enter(next);
        next.focus();
      };
      if (map) {
        const first = one("tbody tr td:not(.n)", map);
        if (first) enter(first);
        map.addEventListener("click", (event) => {
          const cell = event.target.closest("td");
          if (!isCell(cell)) return;
          enter(cell);
          list(cell);
        });
        const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        map.addEventListener("keydown", (event) => {
          if (!isCell(event.target)) return;
          if (event.key === "Enter" || event.key === " ") list(event.target);
          else if (steps[event.key]) move(event.target, ...steps[event.key]);
          else return;
          event.preventDefault();
        });
        panel.addEventListener("keydown", (event) => {
          if (event.key === "Escape") leave();
        });
      }

      // Paper shows everything.
      let opened = [];
      addEventListener("beforeprint", () => {
        opened = all("details:not([open]):not(.more)");
        for (const part of opened) part.open = true;
      });
      addEventListener("afterprint", () => {
        for (const part of opened) part.open = false;
      });
    })();
    """#
}
