/** Worker processes. What passes between them and us is the business of whoever starts them. */
export interface WorkerProcess<ToWorker> {
  readonly pid: number;
  readonly send: (message: ToWorker) => void;
  readonly kill: () => void;
}

export interface WorkerEvents<FromWorker> {
  readonly message: (message: FromWorker) => void;
  /** In words: exit status or signal, and the last line it wrote to its standard error. */
  readonly ended: (why: string) => void;
}

export interface Workers<ToWorker, FromWorker> {
  start(name: string, events: WorkerEvents<FromWorker>): WorkerProcess<ToWorker>;
}
