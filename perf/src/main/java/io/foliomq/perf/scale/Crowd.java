package io.foliomq.perf.scale;

import java.util.List;

/**
 * Who works on one store at the same time.
 *
 * @param processes each with the following
 * @param producers threads, each with a session, which send to all queues in turn
 * @param sessions of consumers, each with a thread
 * @param listeners of each session, each of one queue
 * @param queues of the store
 */
record Crowd(int processes, int producers, int sessions, int listeners, int queues) {
    List<String> toWords() {
        return List.of(
                Integer.toString(processes),
                Integer.toString(producers),
                Integer.toString(sessions),
                Integer.toString(listeners),
                Integer.toString(queues));
    }

    static Crowd ofWords(String[] words, int from) {
        return new Crowd(
                Integer.parseInt(words[from]),
                Integer.parseInt(words[from + 1]),
                Integer.parseInt(words[from + 2]),
                Integer.parseInt(words[from + 3]),
                Integer.parseInt(words[from + 4]));
    }
}
