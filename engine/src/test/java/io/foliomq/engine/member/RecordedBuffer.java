package io.foliomq.engine.member;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A buffer that writes down every access, and lets a test do something just before any one of them: another thread's work, at the worst moment. */
final class RecordedBuffer {
    final List<String> accesses = new ArrayList<>();
    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(SleeperSetDescriptor.LENGTH));
    private Runnable intrusion = () -> {};
    private boolean intruded;
    private int intrudeBefore = -1;

    /** A set over the memory, not recorded. */
    SleeperSet plainSet() {
        return new SleeperSet(memory, 0);
    }

    /** A set over the same memory, recorded and intruded upon. */
    SleeperSet recordedSet() {
        AtomicBuffer recorded = (AtomicBuffer) Proxy.newProxyInstance(
                RecordedBuffer.class.getClassLoader(),
                new Class<?>[] {AtomicBuffer.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("boundsCheck")) {
                        access(method.getName() + "@" + arguments[0]);
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new SleeperSet(recorded, 0);
    }

    void intrude(int before, Runnable work) {
        intrudeBefore = before;
        intrusion = work;
    }

    boolean wasIntrudedUpon() {
        return intruded;
    }

    /** The bits of the words that a waker would find, that is, those whose summary bit is set. */
    List<Integer> visible() {
        List<Integer> visible = new ArrayList<>();
        long summary = memory.getLong(SleeperSetDescriptor.SUMMARY_OFFSET);
        for (int slot = 0; slot < Member.SLOTS; slot++) {
            long word = memory.getLong(SleeperSetDescriptor.wordOffset(slot / Long.SIZE));
            if ((summary & 1L << (slot / Long.SIZE)) != 0 && (word & 1L << slot) != 0) {
                visible.add(slot);
            }
        }
        return visible;
    }

    private void access(String access) {
        if (accesses.size() == intrudeBefore) {
            intruded = true;
            intrusion.run();
        }
        accesses.add(access);
    }
}
