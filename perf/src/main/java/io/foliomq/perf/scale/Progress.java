package io.foliomq.perf.scale;

/**
 * How far it is, since the process began.
 *
 * @param cpuNanos processor time of all threads
 * @param switches context switches of all threads that live
 */
record Progress(long sent, long received, long cpuNanos, long switches) {
    Progress plus(Progress other) {
        return new Progress(
                sent + other.sent, received + other.received, cpuNanos + other.cpuNanos, switches + other.switches);
    }

    String toLine() {
        return sent + " " + received + " " + cpuNanos + " " + switches;
    }

    static Progress ofLine(String line) {
        String[] words = line.split(" ");
        return new Progress(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }
}
