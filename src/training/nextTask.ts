// Lets other tasks run: messages, timers, a click on Pause. As fast as the platform can, unlike a timer of 0 ms, which waits 4.

/** Resolves in a later task of the event loop. */
export const nextTask: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const channel = new MessageChannel();
          channel.port1.addEventListener('message', () => {
            channel.port1.close();
            resolve();
          });
          channel.port1.start();
          channel.port2.postMessage(null);
        });
