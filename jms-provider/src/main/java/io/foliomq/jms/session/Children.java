package io.foliomq.jms.session;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was opened through something and goes with it. Thread-safe. */
public final class Children<C extends Children.Closing> {
    /** Anything that can be closed more than once. */
    @FunctionalInterface
    public interface Closing {
        void close() throws JMSException;
    }

    private final String parent;
    private final Set<C> open = new LinkedHashSet<>();
    private boolean closed;

    /** @param parent what they belong to, for messages of errors. */
    public Children(String parent) {
        this.parent = parent;
    }

    /** @throws IllegalStateException if the parent is being closed; the child is then the caller's to close. */
    public synchronized void add(C child) throws IllegalStateException {
        if (closed) {
            throw new IllegalStateException(parent + " is closed", "CLOSED");
        }
        open.add(child);
    }

    public synchronized void remove(C child) {
        open.remove(child);
    }

    public synchronized void removeIf(Predicate<C> condition) {
        open.removeIf(condition);
    }

    public synchronized List<C> snapshot() {
        return new ArrayList<>(open);
    }

    /**
     * Closes all of them, in the order in which they were opened, and accepts no more.
     *
     * @throws JMSException the first failure, after all were tried.
     */
    public void closeAll() throws JMSException {
        JMSException first = null;
        for (C child : refuseMore()) {
            first = closed(child, first);
        }
        if (first != null) {
            throw first;
        }
    }

    private synchronized List<C> refuseMore() {
        closed = true;
        return new ArrayList<>(open);
    }

    private static @Nullable JMSException closed(Closing child, @Nullable JMSException first) {
        try {
            child.close();
            return first;
        } catch (JMSException e) {
            if (first == null) {
                return e;
            }
            first.addSuppressed(e);
            return first;
        }
    }
}
