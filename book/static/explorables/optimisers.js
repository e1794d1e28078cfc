// The optimisers of chapter 7, as d2lutils has them, and two functions to try them on.
const optimisers = (() => {
  // Each makes a step of one parameter from its gradient, and remembers what it needs in `state`.
  const updates = {
    gradient_descent(grad, state, { lr }) {
      return -lr * grad;
    },
    momentum(grad, state, { lr, beta = 0.9 }) {
      state.v = beta * (state.v ?? 0) + grad;
      return -lr * state.v;
    },
    adagrad(grad, state, { lr, eps = 1e-7 }) {
      state.s = (state.s ?? 0) + grad ** 2;
      return (-lr * grad) / (state.s + eps) ** 0.5;
    },
    rmsprop(grad, state, { lr, gamma = 0.9, eps = 1e-8 }) {
      state.s = gamma * (state.s ?? 0) + (1 - gamma) * grad ** 2;
      return (-lr * grad) / (state.s + eps) ** 0.5;
    },
    adam(grad, state, { lr, beta1 = 0.9, beta2 = 0.999, eps = 1e-8 }) {
      state.t = (state.t ?? 0) + 1;
      state.v = beta1 * (state.v ?? 0) + (1 - beta1) * grad;
      state.s = beta2 * (state.s ?? 0) + (1 - beta2) * grad ** 2;
      const correction = (1 - beta2 ** state.t) ** 0.5 / (1 - beta1 ** state.t);
      return (-lr * correction * state.v) / (state.s ** 0.5 + eps);
    },
  };

  const bowl = (condition = 20) => ({
    value: ([x1, x2]) => (x1 ** 2 + condition * x2 ** 2) / 2,
    gradient: ([x1, x2]) => [x1, condition * x2],
  });

  // Lowest, 0, at (1, 0) and (-1, 0); between them, in the origin, a saddle.
  const valleys = () => ({
    value: ([x1, x2]) => (x1 ** 2 - 1) ** 2 / 4 + 4 * x2 ** 2,
    gradient: ([x1, x2]) => [x1 ** 3 - x1, 8 * x2],
  });

  // The points of a path, the start first.
  function descend(gradient, name, start, numSteps, settings) {
    const points = [start];
    const states = start.map(() => ({}));
    for (let t = 0; t < numSteps; t++) {
      const grad = gradient(points[t]);
      const step = (x, i) => x + updates[name](grad[i], states[i], settings);
      points.push(points[t].map(step));
    }
    return points;
  }

  // How many points of a path on the bowl, from (1, 1) on, are farther than 1e-6 from the bottom.
  function countSteps(condition, lr, beta, most = 12_000) {
    let [x1, x2, v1, v2, count] = [1, 1, 0, 0, 0];
    for (let t = 0; t <= most; t++) {
      const distance = Math.hypot(x1, x2);
      if (distance > 1e-6) count++;
      else if (distance + lr * Math.hypot(v1, v2) < 1e-12) break; // it stays there
      v1 = beta * v1 + x1;
      v2 = beta * v2 + condition * x2;
      x1 -= lr * v1;
      x2 -= lr * v2;
    }
    return count;
  }

  return {
    updates,
    bowl,
    valleys,
    descend,
    countSteps,
    // Of momentum on the bowl: the best rate for a beta, and the best beta with that rate.
    bestRate: (condition, beta) => (2 * (1 + beta)) / (1 + condition),
    bestBeta: (condition) => ((condition ** 0.5 - 1) / (condition ** 0.5 + 1)) ** 2,
  };
})();
