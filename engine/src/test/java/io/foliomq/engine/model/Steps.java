package io.foliomq.engine.model;

import java.util.function.Consumer;

/** Receives what can happen next: each step changes a copy of the situation. */
interface Steps {
    void add(String actor, Enum<?> step, Consumer<Situation> change);
}
