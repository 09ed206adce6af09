package io.foliomq.perf.compare;

import io.foliomq.engine.Durability;
import io.foliomq.perf.contender.Contender;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The class of durability that each contender is in. Only what is in one class is compared. */
final class Standing {
    private final Map<Contender, KillCheck> checks = new EnumMap<>(Contender.class);

    void add(Contender contender, KillCheck check) {
        checks.put(contender, check);
    }

    @Nullable
    KillCheck check(Contender contender) {
        return checks.get(contender);
    }

    /** Whether a cell keeps what it says; a contender that was not checked is taken at its word. */
    String of(Cell cell) {
        Contender contender = cell.contender();
        if (!contender.keepsMessages()) {
            return "none";
        }
        KillCheck check = checks.get(contender);
        boolean below = check != null && !check.survives();
        if (below || contender == Contender.ARTEMIS_UNSYNCED) {
            return "below PROCESS";
        }
        return cell.durability() == Durability.POWER ? "POWER" : "PROCESS";
    }
}
