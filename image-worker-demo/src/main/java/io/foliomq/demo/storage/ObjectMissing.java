package io.foliomq.demo.storage;

/** The store answers, but has no such object. */
public final class ObjectMissing extends Exception {
    private static final long serialVersionUID = 1L;

    ObjectMissing(String key) {
        super("object is missing: key=" + key);
    }
}
