// 8.3: pieces are computed and transferred at the same time; 8.4: what that means for more devices.
{
  const PIECES = 5;
  const MOST = 64;
  const { number, fill } = drawing;

  // When each piece begins and ends in the two lanes.
  function lanes({ compute, transfer }) {
    let sent = 0;
    return Array.from({ length: PIECES }, (_, i) => {
      const computed = (i + 1) * compute;
      const begin = Math.max(computed, sent);
      sent = begin + transfer;
      return { compute: [i * compute, computed], transfer: [begin, sent] };
    });
  }
  const together = (state) => lanes(state).at(-1).transfer[1];
  const apart = ({ compute, transfer }) => PIECES * (compute + transfer);

  // The pieces as a step on k devices: computation is divided, and gradients go round a ring.
  function speedup(k, { compute, transfer }) {
    const alone = PIECES * compute;
    return alone / (alone / k + ((2 * (k - 1)) / k) * transfer);
  }
  const limit = ({ compute, transfer }) => (PIECES * compute) / (2 * transfer);

  const time = {
    wide: true,
    height: 150,
    view: () => ({ x: [0, 25], y: [0, 2], left: 84, top: 12 }),
    draw(plot, state, text) {
      const block = ([from, to], row, kind) => {
        const [x, y] = plot.place([from, row + 0.85]);
        const [right, floor] = plot.place([to, row + 0.2]);
        const size = `width="${Math.max(0, right - x - 1)}" height="${floor - y}"`;
        return `<rect class="${kind}" x="${x}" y="${y}" ${size} rx="2"/>`;
      };
      const blocks = lanes(state).map(
        (piece) => block(piece.compute, 1, "done") + block(piece.transfer, 0, "sent"),
      );
      const name = (row, words) => plot.write([76, plot.py(row + 0.5) + 4], words, "end");
      const end = plot.line(
        [
          [together(state), 0],
          [together(state), 2],
        ],
        "limit",
      );
      const ticks = [0, 5, 10, 15, 20, 25].map((v) =>
        plot.write([plot.px(v), plot.floor + 16], number(v)),
      );
      const names = [name(1, text.computeName), name(0, text.transferName)];
      const below = plot.write([plot.px(12.5), plot.floor + 34], text.seconds);
      return `${blocks.join("")}${end}<g class="axes">${[...ticks, ...names, below].join("")}</g>`;
    },
    handles: [
      {
        name: "compute",
        at: ({ compute }) => [compute, 1.52],
        to: (state, [compute]) => ({ compute }),
        x: [0.5, 4],
        step: 0.1,
        shown: ({ compute }) => number(compute),
      },
    ],
  };

  const devices = {
    wide: true,
    height: 220,
    view: () => ({ x: [1, MOST], y: [0, 16], left: 84 }),
    draw(plot, state, text) {
      const ks = Array.from({ length: 127 }, (_, i) => 1 + i / 2);
      const level = limit(state);
      const top = plot.line(
        [
          [1, level],
          [MOST, level],
        ],
        "limit",
      );
      const straight = plot.line(
        [
          [1, 1],
          [MOST, MOST],
        ],
        "curve",
      );
      const points = ks.map((k) => [k, speedup(k, state)]);
      return (
        plot.axes(text.devices, text.speedup) + plot.within(straight + top + plot.line(points, "path"))
      );
    },
    handles: [
      {
        name: "devices",
        at: (state) => [state.devices, speedup(state.devices, state)],
        to: (state, [k]) => ({ devices: k }),
        x: [1, MOST],
        step: 1,
        shown: ({ devices: k }) => String(k),
      },
    ],
  };

  explorables.timeline = {
    start: { compute: 3, transfer: 2, devices: 16 },
    panels: [time, devices],
    controls: [{ name: "transfer", min: 0.1, max: 4, step: 0.1 }],
    lanes,
    speedup,
    says(state, text) {
      const { compute, transfer, devices: k } = state;
      const facts = {
        compute: number(compute),
        transfer: number(transfer),
        together: number(together(state)),
        apart: number(apart(state)),
        k,
        speedup: number(speedup(k, state)),
        limit: number(limit(state)),
      };
      const kind = compute > transfer ? "hidden" : compute < transfer ? "waits" : "even";
      return fill(text[kind], facts) + fill(k > 1 ? text.several : text.one, facts);
    },
  };
}
