import { choiceNote, didYouMean, type Guess } from "../../model/did-you-mean.ts";
import { fault } from "../../model/fault.ts";
import { isK3sFlag, k3sFlags } from "../../model/k3s-flags.ts";
import { ownedK3sKeys } from "../../model/owned-k3s-keys.ts";
import { eachConfigKey } from "../config-keys.ts";
import { nodesWith, type Rule, runsK3s } from "../rule.ts";

/** A warning, since K3s gets new flags; but a misspelt one is ignored by a server, and an agent stops at it. */
export const k3sKeyUnknown: Rule = (cluster) => {
  const guesses = new Map<string, Guess>();
  return eachConfigKey(cluster, nodesWith(cluster, "role").filter(runsK3s), (key, span) => {
    if (isK3sFlag(key) || ownedK3sKeys.has(key)) return [];
    const [place, guess] = [span(), guesses.get(key) ?? didYouMean(key, k3sFlags)];
    guesses.set(key, guess);
    const suggestion = place && guess.word ? { span: place, text: guess.word } : undefined;
    const notes = [choiceNote(guess) ?? []].flat();
    return [fault("k3s-key-unknown", `edgegen does not know the K3s key ${key}`, { span: place, notes, suggestion })];
  });
};
