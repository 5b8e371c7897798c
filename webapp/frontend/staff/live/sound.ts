// The one sound of the desk: two short tones, made here, only after an advocate switched it on.

import { signal } from "@preact/signals";

/** Off until somebody in this room wants it; forgotten with the tab. */
export const soundOn = signal(false);

let context: AudioContext | null = null;

const TONES = [
  { hertz: 880, at: 0 },
  { hertz: 1175, at: 0.18 },
];
const LENGTH_S = 0.14;
const LOUDNESS = 0.2;

function tone(audio: AudioContext, hertz: number, at: number): void {
  const start = audio.currentTime + at;
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  volume.gain.linearRampToValueAtTime(0, start + LENGTH_S);
  source.connect(volume).connect(audio.destination);
  source.start(start);
  source.stop(start + LENGTH_S);
}

/** Play it, where it is switched on and the browser has one. */
export function beep(): void {
  if (!soundOn.peek()) return;
  context ??= new AudioContext();
  const audio = context;
  for (const { hertz, at } of TONES) tone(audio, hertz, at);
}

/** Switch it; switching it on plays it once, so that it is known and the browser allows it. */
export function switchSound(on: boolean): void {
  soundOn.value = on;
  beep();
}
