/** An observer at work, until it is closed. */
export interface Observed<Observer> {
  readonly observer: Observer;
  readonly close: () => Promise<void>;
}
