package io.foliomq.jms.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which policy goes for which destination: the first pattern that matches its name, else the general one. Immutable. */
public final class RedeliveryPolicies {
    private record Special(NamePattern pattern, RedeliveryPolicy policy) {}

    private final RedeliveryPolicy general;
    private final List<Special> specials = new ArrayList<>();

    /** @param byPattern in the order in which they are tried; {@code *} stands for any characters. */
    RedeliveryPolicies(RedeliveryPolicy general, Map<String, RedeliveryPolicy> byPattern) {
        this.general = general;
        byPattern.forEach((pattern, policy) -> specials.add(new Special(NamePattern.of(pattern), policy)));
    }

    public RedeliveryPolicy policyOf(String destinationName) {
        for (Special special : specials) {
            if (special.pattern.matches(destinationName)) {
                return special.policy;
            }
        }
        return general;
    }
}
