// Figures that can be dragged. A figure of the class "explorable <name>" shows a still picture;
// where scripts run, what explorables.<name> describes takes its place:
//   start      its state at first, an object
//   panels     drawings, each {shape, wide, view, draw, handles, click}; see openPanel
//   controls   sliders, choices and buttons below; see addControl
//   steps      {next, first}: new parts of the state for a player's buttons, if it moves
//   says       a sentence on what is to be seen, from the state and the words
// What depends on the state is a function of it, so that nothing is drawn from anything else.
{
  const { number, clamp, plot, size } = drawing;

  const KEYS = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
    PageUp: [10, 0],
    PageDown: [-10, 0],
    Home: [-1e6, 0],
    End: [1e6, 0],
  };
  const SVG = "http://www.w3.org/2000/svg";
  function element(name, attributes = {}, ...children) {
    const made = /^(svg|g|circle)$/.test(name)
      ? document.createElementNS(SVG, name)
      : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // A handle: {name, at, to, x, y, step, shown}. `at` is where it is, `to` what changes of the state
  // when it is moved to a point; `x` and `y`, one or both, are the ranges that it moves in.
  function openHandle(handle, panel, figure) {
    const { svg } = panel;
    const label = figure.text[handle.name];
    const knob = element(
      "g",
      { class: "handle", tabindex: 0, role: "slider", "aria-label": label },
      element("circle", { r: 22, class: "hit" }),
      element("circle", { r: 8, class: "knob" }),
    );
    const move = ([a, b]) => {
      const [oldA, oldB] = handle.at(figure.state);
      const point = [handle.x ? clamp(a, handle.x) : oldA, handle.y ? clamp(b, handle.y) : oldB];
      const round = (v) => +(Math.round(v / handle.step) * handle.step).toFixed(6);
      figure.set(handle.to(figure.state, point.map(round)));
    };
    knob.addEventListener("pointerdown", (event) => {
      knob.setPointerCapture(event.pointerId);
      knob.focus({ preventScroll: true });
      event.preventDefault();
    });
    // A finger on a handle drags it; beside it, it scrolls the page. (touch-action has no effect here.)
    knob.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    knob.addEventListener("pointermove", (event) => {
      if (!knob.hasPointerCapture(event.pointerId)) return;
      const box = svg.getBoundingClientRect();
      move(panel.plot.from([event.clientX - box.left, event.clientY - box.top]));
    });
    knob.addEventListener("click", (event) => event.stopPropagation());
    knob.addEventListener("keydown", (event) => {
      if (!KEYS[event.key]) return;
      event.preventDefault();
      const [a, b] = handle.at(figure.state);
      const [across, up] = KEYS[event.key].map((times) => times * handle.step);
      if (handle.x && handle.y) move([a + across, b + up]);
      else move([a + across + up, b + across + up]); // in its only direction
    });
    svg.append(knob);
    return () => {
      const at = handle.at(figure.state);
      const [low, high] = handle.x ?? handle.y;
      const [a, b] = panel.plot.place(at);
      knob.setAttribute("transform", `translate(${a} ${b})`);
      const now = { min: low, max: high, now: handle.x ? at[0] : at[1] };
      for (const [key, value] of Object.entries(now)) knob.setAttribute(`aria-value${key}`, value);
      knob.setAttribute("aria-valuetext", handle.shown(figure.state));
    };
  }

  // A panel: {shape, least, height, wide, view, draw, handles, click}. It has a height, or a shape
  // (height by width) and a least height; `view` gives plot its ranges, `draw` the marks, and `click`
  // what changes of the state when a reader clicks a point.
  function openPanel(description, figure) {
    const marks = element("g", { "aria-hidden": "true" });
    const svg = element("svg", { class: description.wide ? "wide" : "half" }, marks);
    const panel = { svg, plot: null };
    const handles = (description.handles ?? []).map((handle) => openHandle(handle, panel, figure));
    if (description.click) {
      svg.classList.add("clicked");
      svg.addEventListener("click", (event) => {
        const box = svg.getBoundingClientRect();
        const point = panel.plot.from([event.clientX - box.left, event.clientY - box.top]);
        figure.set(description.click(figure.state, point));
      });
    }
    figure.drawings.append(svg);
    return () => {
      const width = Math.floor(svg.getBoundingClientRect().width);
      if (!width) return; // in a closed fold
      const room = size(description, width);
      svg.setAttribute("viewBox", `0 0 ${width} ${room.height}`);
      svg.style.height = `${room.height}px`;
      panel.plot = plot({ ...room, ...description.view(figure.state) });
      marks.innerHTML = description.draw(panel.plot, figure.state, figure.text);
      handles.forEach((place) => place());
    };
  }

  // A slider {name, min, max, step, log}, a choice {name, options, then} or a button {name, press}.
  // `name` is its word and, of sliders and choices, what of the state they set; `then` and `press`
  // say what else changes.
  function addControl(control, figure) {
    const { name, press } = control;
    if (press) return addButton(name, figure, () => figure.set(press(figure.state)));
    if (control.options) {
      const options = control.options.map((o) => element("option", { value: o }, figure.text[o]));
      const select = element("select", {}, ...options);
      select.addEventListener("change", () => {
        figure.state[name] = select.value;
        figure.set(control.then?.(figure.state) ?? {});
      });
      figure.controls.append(element("label", {}, figure.text[name], select));
      return () => (select.value = figure.state[name]);
    }
    const [scale, back] = control.log ? [Math.log10, (v) => 10 ** v] : [(v) => v, (v) => v];
    const limits = { min: scale(control.min), max: scale(control.max), step: control.step };
    const input = element("input", { type: "range", ...limits });
    const output = element("output");
    const value = () => +back(+input.value).toPrecision(3);
    input.addEventListener("input", () => figure.set({ [name]: value() }));
    figure.controls.append(element("label", {}, figure.text[name], input, output));
    return () => {
      input.value = scale(figure.state[name]);
      output.textContent = number(figure.state[name]);
      input.setAttribute("aria-valuetext", output.textContent);
    };
  }

  function addButton(name, figure, press, place = figure.controls) {
    const button = element("button", { type: "button" }, figure.text[name]);
    button.addEventListener("click", press);
    place.append(button);
    return () => {};
  }

  // Three buttons: play and pause, one step, from the beginning.
  function addPlayer({ next, first }, figure, delay = 90) {
    let timer = 0;
    const place = element("div", { class: "explorable-player" });
    figure.controls.append(place);
    addButton("play", figure, () => (timer ? stop() : start()), place);
    addButton("step", figure, () => (stop(), figure.set(next(figure.state) ?? {})), place);
    addButton("again", figure, () => (stop(), figure.set(first(figure.state))), place);
    const button = place.firstChild;
    function show() {
      button.textContent = figure.text[timer ? "pause" : "play"];
      figure.sentence.setAttribute("aria-live", timer ? "off" : "polite"); // not every step is read
    }
    function stop() {
      clearInterval(timer);
      timer = 0;
      show();
    }
    function start() {
      if (!next(figure.state)) figure.set(first(figure.state));
      timer = setInterval(() => {
        const changes = next(figure.state);
        if (!changes) stop();
        figure.set(changes ?? {});
      }, delay);
      show();
    }
  }

  function open(place, definition, text) {
    const figure = {
      text,
      state: { ...definition.start },
      drawings: element("div", { class: "explorable-drawings" }),
      controls: element("div", { class: "explorable-controls" }),
      sentence: element("p", { class: "explorable-says", "aria-live": "polite" }),
      set(changes) {
        Object.assign(figure.state, changes);
        parts.forEach((draw) => draw());
        const says = definition.says(figure.state, text);
        if (figure.sentence.textContent !== says) figure.sentence.textContent = says;
      },
    };
    const alt = place.querySelector("img").alt;
    place.prepend(
      element(
        "div",
        { class: "explorable-stage", role: "group", "aria-label": alt },
        figure.drawings,
        figure.controls,
        figure.sentence,
      ),
    );
    place.classList.add("live");
    const parts = [
      ...definition.panels.map((panel) => openPanel(panel, figure)),
      ...(definition.controls ?? []).map((control) => addControl(control, figure)),
    ];
    if (definition.steps) addPlayer(definition.steps, figure);
    new ResizeObserver(() => figure.set({})).observe(figure.drawings);
    figure.set({});
  }

  document.addEventListener("DOMContentLoaded", () => {
    const words = JSON.parse(document.getElementById("explorable-words").textContent);
    for (const place of document.querySelectorAll("figure.explorable")) {
      const name = [...place.classList].find((one) => explorables[one]);
      if (name) open(place, explorables[name], { ...words.player, ...words[name] });
    }
  });
}
