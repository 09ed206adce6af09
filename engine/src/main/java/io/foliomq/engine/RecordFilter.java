package io.foliomq.engine;

/** Decides whether a consumer wants a record. Called on the consumer's thread, often; must not keep the view and should not allocate. */
@FunctionalInterface
public interface RecordFilter {
    boolean matches(RecordView record);
}
