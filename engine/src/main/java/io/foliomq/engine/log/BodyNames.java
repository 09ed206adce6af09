package io.foliomq.engine.log;

import io.foliomq.engine.storage.RepairScope;
import java.nio.file.Path;
import java.util.List;

/** Where a payload outside its segment lies. */
record BodyNames(Path directory) {
    /** Those of the destination that this lane belongs to. */
    static BodyNames ofLane(Path lane) {
        return new BodyNames(lane.resolveSibling("large"));
    }

    /** Until it is adopted, or its member dies. */
    Path temporary(long id) {
        return directory.resolve(Long.toHexString(id) + ".new");
    }

    /** Until it is adopted, by whomever. */
    Path kept(long id) {
        return directory.resolve(Long.toHexString(id) + ".prepared");
    }

    Path adopted(int lane, long segment, long id) {
        return directory.resolve(lane + "-" + segment + "-" + Long.toHexString(id) + ".body");
    }

    /** For whatever segment. */
    List<Path> adopted(int lane, long id) {
        String ending = "-" + Long.toHexString(id) + ".body";
        return RepairScope.list(directory).stream()
                .filter(path -> path.getFileName().toString().startsWith(lane + "-")
                        && path.getFileName().toString().endsWith(ending))
                .toList();
    }
}
