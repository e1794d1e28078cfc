// The kernel behind live code: when it can take a cell, when it dies, and its end with the page.
function watchKernel(session, { say, problem, serverRoot }) {
  const kernel = session.kernel;
  const PATIENCE = 3000; // ms until a kernel is asked again
  const PAUSE = 300; // ms between two questions that could not be asked
  let ended = false; // with the page
  let deaths = 0;

  kernel.statusChanged.connect((_, now) => {
    if (now === "autorestarting") {
      deaths += 1;
      say("died", "warning");
    }
    if (now === "dead") say("lost", "error");
  });
  kernel.disposed.connect(() => ended || say("lost", "error"));
  kernel.connectionStatusChanged.connect(async (_, now) => {
    if (now !== "connected" && !ended) {
      const message = await problem();
      if (message) say(message, "error");
    }
  });

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const answer = () => kernel.requestKernelInfo().then(Boolean);

  return {
    // While a kernel starts again, a cell sent to it is lost: whoever connects it waits 3 s and then
    // sends, and what comes back belongs to no known kernel. So a run asks until it is answered.
    // False when there is no kernel any more.
    async ready() {
      const gone = () => kernel.isDisposed || kernel.connectionStatus === "disconnected";
      while (!gone() && kernel.status !== "dead") {
        const asked = deaths;
        try {
          const answered = await Promise.race([answer(), wait(PATIENCE)]);
          if (answered && asked === deaths) return true;
        } catch {
          await wait(PAUSE); // not connected, or started again before it answered
        }
      }
      return false;
    },
    life: () => deaths,
    async restart() {
      await kernel.restart();
      say("restarted", "warning");
    },
    leave() {
      ended = true; // free the kernel with the page
      const token = document.cookie.match(/_xsrf=([^;]*)/)?.[1] ?? "";
      fetch(`${serverRoot}/api/sessions/${session.id}`, {
        method: "DELETE",
        keepalive: true,
        headers: { "X-XSRFToken": token },
      });
    },
  };
}
