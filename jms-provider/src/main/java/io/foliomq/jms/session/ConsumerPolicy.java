package io.foliomq.jms.session;

import io.foliomq.engine.TailerOptions;
import io.foliomq.jms.destination.FolioDestination;
import io.foliomq.jms.destination.FolioDestination.Exclusiveness;

/**
 * How consumers share a destination.
 *
 * @param exclusive whether one gets everything while the others stand by
 * @param rebalancesGroups whether a new consumer asks for its share of the message groups that others have
 */
public record ConsumerPolicy(boolean exclusive, boolean rebalancesGroups) {
    /** All share, and groups stay where they are. */
    public static final ConsumerPolicy DEFAULT = new ConsumerPolicy(false, false);

    /** This policy, unless what the application was given says something else. */
    ConsumerPolicy over(FolioDestination destination) {
        Exclusiveness given = destination.exclusiveness();
        return given == Exclusiveness.AS_CONFIGURED
                ? this
                : new ConsumerPolicy(given == Exclusiveness.EXCLUSIVE, rebalancesGroups);
    }

    TailerOptions apply(TailerOptions options) {
        return options.withSole(exclusive)
                .withGroups(rebalancesGroups ? TailerOptions.Groups.SPREAD : TailerOptions.Groups.TAKE);
    }
}
