package io.foliomq.perf.measure;

import io.foliomq.perf.contender.Contender;
import io.foliomq.perf.contender.Setup;

final class RemoteEnd implements FarEnd {
    private final ChildProcess child;

    RemoteEnd(Contender contender, Setup setup) {
        child = ChildProcess.start(
                RemoteReceiver.class,
                contender.name(),
                setup.directory().toString(),
                Integer.toString(setup.size()),
                setup.waiting().name(),
                setup.durability().name());
        try {
            child.await("open");
            verifyClock();
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** A latency across processes is the difference of two clocks: they must be one. */
    private void verifyClock() {
        for (int i = 0; i < 10; i++) {
            long before = System.nanoTime();
            long theirs = Long.parseLong(child.ask("clock"));
            long after = System.nanoTime();
            if (theirs < before || theirs > after) {
                throw new IllegalStateException("System.nanoTime differs between processes: before=" + before
                        + ", other=" + theirs + ", after=" + after);
            }
        }
    }

    @Override
    public void begin(boolean timed) {
        child.ask("begin " + timed);
    }

    @Override
    public Tally finish() {
        return Tally.ofLine(child.await("tally"));
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public void close() {
        child.ask("close");
        child.close();
    }
}
