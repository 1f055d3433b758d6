/** ONNX Runtime, loaded so that it keeps to itself. */

/**
 * The one way to load it. Its builds for Linux tell Microsoft of each model and each error unless told not to, and leave
 * a log for each process among the temporary files, a name for the machine and a database in the home folder. It looks
 * for this variable (or `CI`) once, when it is loaded; a worker thread's environment it would not see, and none loads it.
 * Throws what the native library throws where it does not fit the machine.
 */
export async function loadRuntime() {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  return import('onnxruntime-node');
}
