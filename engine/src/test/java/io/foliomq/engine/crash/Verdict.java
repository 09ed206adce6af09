package io.foliomq.engine.crash;

import io.foliomq.engine.crash.Notes.Step;
import java.util.HashMap;
import java.util.Map;

/** What the notes and what is left in the queues say together. */
final class Verdict {
    private final Notes notes;
    private final Map<Message, Integer> waiting;
    private final Map<Message, Integer> moved;
    private final Map<Message, Integer> receipts;
    private final Map<String, Integer> findings = new HashMap<>();
    private final StringBuilder examples = new StringBuilder();
    private int messages;

    /**
     * @param waiting what is left where producers send to
     * @param moved what is left where movers send to
     * @param receipts one for each message that was moved
     */
    Verdict(Notes notes, Map<Message, Integer> waiting, Map<Message, Integer> moved, Map<Message, Integer> receipts) {
        this.notes = notes;
        this.waiting = waiting;
        this.moved = moved;
        this.receipts = receipts;
    }

    Verdict reach() {
        for (int producer = 0; producer < notes.producers(); producer++) {
            for (int sequence = 0; sequence < notes.tried(producer); sequence++) {
                messages++;
                judge(new Message(producer, sequence), sequence < notes.sent(producer));
            }
        }
        for (Map<Message, Integer> each : java.util.List.of(waiting, moved, receipts)) {
            each.keySet().stream()
                    .filter(m -> m.sequence() >= notes.tried(m.producer()))
                    .forEach(m -> found("invented", m));
        }
        return this;
    }

    private void judge(Message message, boolean sent) {
        int here = waiting.getOrDefault(message, 0);
        int there = moved.getOrDefault(message, 0);
        int receipt = receipts.getOrDefault(message, 0);
        if (here > 1 || there > 1 || receipt > 1 || here + receipt > 1) {
            found("duplicate", message);
        }
        if (here + receipt == 0) {
            if (sent) {
                found("lost", message);
            }
            if (there > 0) {
                found("half a transaction", message);
            }
        }
        if (notes.has(message, Step.MOVED) && receipt == 0) {
            found("half a transaction", message);
        }
        if (receipt == 1) {
            boolean acknowledged = notes.has(message, Step.ACKNOWLEDGED);
            boolean tried = notes.has(message, Step.ACKNOWLEDGE_TRIED);
            if (acknowledged && there > 0) {
                found("acknowledged and still there", message);
            }
            if (!tried && there == 0) {
                found("lost", message);
            }
            if (!notes.has(message, Step.MOVE_TRIED)) {
                found("moved by nobody", message);
            }
        }
        if (Workload.isFirstOfTwo(message.sequence()) && isThere(message) != isThere(Workload.second(message))) {
            found("half a transaction", message);
        }
    }

    private boolean isThere(Message message) {
        return waiting.containsKey(message) || receipts.containsKey(message);
    }

    private void found(String what, Message message) {
        if (findings.merge(what, 1, Integer::sum) <= 3) {
            examples.append("\n  ")
                    .append(what)
                    .append(": ")
                    .append(message)
                    .append(", tried=")
                    .append(notes.tried(message.producer()))
                    .append(", sent=")
                    .append(notes.sent(message.producer()))
                    .append(", here=")
                    .append(waiting.get(message))
                    .append(", there=")
                    .append(moved.get(message))
                    .append(", receipts=")
                    .append(receipts.get(message));
            for (Step step : Step.values()) {
                examples.append(", ").append(step).append('=').append(notes.has(message, step));
            }
        }
    }

    int messages() {
        return messages;
    }

    /** How many messages were lost, doubled, torn, invented or left half done. */
    int findings() {
        return findings.values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean isClean() {
        return findings.isEmpty();
    }

    @Override
    public String toString() {
        return "messages=" + messages + ", findings=" + findings + examples;
    }
}
