// Boxes over a photograph, drawn by finger, mouse or keyboard; the form sends them as shares of
// width and height. The picture itself is covered on the server.
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const LEAST = 0.005;
const STEP = 0.01;
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

class Covers {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[name=boxes]");
    this.svg = form.querySelector("svg");
    this.boxes = JSON.parse(this.field.value || "[]");
    this.chosen = -1;
    this.svg.addEventListener("pointerdown", (event) => this.press(event));
    this.svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) {
      this.svg.addEventListener(end, () => this.release());
    }
    this.svg.addEventListener("keydown", (event) => this.key(event));
    this.svg.addEventListener("focusin", (event) => this.choose(this.indexOf(event.target)));
    form.querySelector("[data-add]").addEventListener("click", () => this.add([0.4, 0.4, 0.6, 0.6]));
    form.querySelector("[data-remove]").addEventListener("click", () => this.remove());
    this.draw();
  }

  /** Where the pointer is, as shares of width and height. */
  at(event) {
    const edge = this.svg.getBoundingClientRect();
    return [
      clamp((event.clientX - edge.left) / edge.width, 0, 1),
      clamp((event.clientY - edge.top) / edge.height, 0, 1),
    ];
  }

  indexOf(target) {
    return target.tagName === "rect" ? Number(target.dataset.index) : -1;
  }

  press(event) {
    event.preventDefault();
    const [x, y] = this.at(event);
    const index = this.indexOf(event.target);
    this.held = index < 0 ? { from: [x, y] } : { index, from: [x, y], box: [...this.boxes[index]] };
    this.svg.setPointerCapture(event.pointerId);
    this.choose(index);
  }

  drag(event) {
    if (!this.held) return;
    const [x, y] = this.at(event);
    const [left, top] = this.held.from;
    if (this.held.box) {
      this.boxes[this.held.index] = moved(this.held.box, x - left, y - top);
    } else {
      if (this.held.index === undefined) this.held.index = this.boxes.push([left, top, x, y]) - 1;
      this.boxes[this.held.index] = [Math.min(left, x), Math.min(top, y), Math.max(left, x), Math.max(top, y)];
      this.chosen = this.held.index;
    }
    this.draw();
  }

  release() {
    this.held = null;
    const kept = this.boxes.filter(([l, t, r, b]) => r - l > LEAST && b - t > LEAST);
    if (kept.length < this.boxes.length) {
      this.boxes = kept;
      this.chosen = -1;
    }
    this.draw();
    this.focus();
  }

  key(event) {
    const index = this.indexOf(event.target);
    if (index < 0) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove();
    } else if (event.key in MOVES) {
      event.preventDefault();
      const [x, y] = MOVES[event.key];
      this.boxes[index] = (event.shiftKey ? resized : moved)(this.boxes[index], x, y);
      this.draw();
      this.focus();
    }
  }

  add(box) {
    this.chosen = this.boxes.push(box) - 1;
    this.draw();
    this.focus();
  }

  remove() {
    if (this.chosen < 0) return;
    this.boxes.splice(this.chosen, 1);
    this.chosen = Math.min(this.chosen, this.boxes.length - 1);
    this.draw();
    this.focus();
  }

  choose(index) {
    this.chosen = index;
    for (const rect of this.svg.children) rect.classList.toggle("chosen", this.indexOf(rect) === index);
    this.form.querySelector("[data-remove]").disabled = index < 0;
  }

  focus() {
    this.svg.children[this.chosen]?.focus();
  }

  /** Show the boxes, and put them into the form. */
  draw() {
    this.svg.replaceChildren(...this.boxes.map((box, index) => this.rect(box, index)));
    this.field.value = JSON.stringify(this.boxes);
    this.form.querySelector("[data-count]").textContent = this.boxes.length || "";
    this.choose(this.chosen);
  }

  rect([left, top, right, bottom], index) {
    const rect = document.createElementNS(SVG, "rect");
    const told = { x: left, y: top, width: right - left, height: bottom - top, tabindex: 0, role: "button" };
    for (const [name, value] of Object.entries(told)) rect.setAttribute(name, value);
    rect.setAttribute("aria-label", this.form.dataset.label.replace("{number}", index + 1));
    rect.dataset.index = index;
    return rect;
  }
}

/** A box moved, as far as the picture goes. */
function moved([left, top, right, bottom], x, y) {
  const across = clamp(x, -left, 1 - right);
  const down = clamp(y, -top, 1 - bottom);
  return [left + across, top + down, right + across, bottom + down];
}

/** A box with its right and lower edges moved. */
function resized([left, top, right, bottom], x, y) {
  return [left, top, clamp(right + x, left + STEP, 1), clamp(bottom + y, top + STEP, 1)];
}

for (const form of document.querySelectorAll("[data-covers]")) new Covers(form);
