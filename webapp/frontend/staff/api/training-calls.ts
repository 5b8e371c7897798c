// The calls about trainings: how each stands, and moving one on.

import type { Standing, TrainingStatus } from "../logic/training.ts";
import { call, type Transport } from "./http.ts";

/** One training of a list, with what the queue knows of its item. */
export interface TrainingRow extends Standing {
  conv: string;
  asked_on: string;
  item_status: string;
  language: string;
}

export interface TrainingsAnswer {
  trainings: TrainingRow[];
  total: number;
}

export const trainingCalls = (t: Transport) => ({
  trainings: (status: TrainingStatus, page: number) =>
    call<TrainingsAnswer>(t, "GET", `/trainings?status=${status}&page=${page}`),
  training: (conv: string) => call<Standing>(t, "GET", `/trainings/${conv}`),
  moveTraining: (conv: string, was: Standing, now: Standing) =>
    call<Standing>(t, "POST", `/trainings/${conv}`, { was, now }),
});
