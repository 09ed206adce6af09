package io.foliomq.engine;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.regex.Pattern;

/** Any way to ask the machine for the time, by call or by method reference. */
final class ReadsTheClock extends DescribedPredicate<JavaAccess<?>> {
    private static final Pattern READERS = Pattern.compile(String.join(
            "|",
            "java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(.*",
            "java\\.time\\.\\w+\\.(now|system|tick).*",
            "java\\.util\\.Date\\.<init>\\(\\)",
            "java\\.util\\.Calendar\\.getInstance\\(.*",
            "org\\.agrona\\.concurrent\\.(System|Offset|HighResolution)\\w*Clock\\..*",
            "net\\.openhft\\.chronicle\\.core\\.time\\.System.*"));

    ReadsTheClock() {
        super("reads the clock");
    }

    @Override
    public boolean test(JavaAccess<?> access) {
        return READERS.matcher(access.getTarget().getFullName()).matches();
    }
}
