package io.foliomq.jms.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which policy goes for which destination: the first pattern that matches its name, else the general one. Immutable. */
public final class PolicyTable<P> {
    private record Special<P>(NamePattern pattern, P policy) {}

    private final P general;
    private final List<Special<P>> specials = new ArrayList<>();

    /** @param byPattern in the order in which they are tried; {@code *} stands for any characters. */
    PolicyTable(P general, Map<String, P> byPattern) {
        this.general = general;
        byPattern.forEach((pattern, policy) -> specials.add(new Special<>(NamePattern.of(pattern), policy)));
    }

    public P policyOf(String destinationName) {
        for (Special<P> special : specials) {
            if (special.pattern.matches(destinationName)) {
                return special.policy;
            }
        }
        return general;
    }
}
