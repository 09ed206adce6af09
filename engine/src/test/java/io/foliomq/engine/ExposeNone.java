package io.foliomq.engine;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** No supertype and no public or protected member shows a hidden type: as parameter, result, exception or type argument. */
final class ExposeNone extends ArchCondition<JavaClass> {
    private final DescribedPredicate<JavaClass> hidden;

    ExposeNone(DescribedPredicate<JavaClass> hidden) {
        super("expose no type that %s", hidden.getDescription());
        this.hidden = hidden;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaClass> ofSupertypes = Stream.concat(
                type.getSuperclass().stream().flatMap(ExposeNone::rawTypes),
                type.getInterfaces().stream().flatMap(ExposeNone::rawTypes));
        report(type, type.getDescription(), ofSupertypes, events);
        type.getMembers().stream()
                .filter(ExposeNone::isShown)
                .forEach(member -> report(type, member.getDescription(), rawTypes(member), events));
    }

    private void report(JavaClass type, String where, Stream<JavaClass> shown, ConditionEvents events) {
        shown.map(JavaClass::getBaseComponentType)
                .filter(hidden)
                .forEach(shownType ->
                        events.add(SimpleConditionEvent.violated(type, where + " exposes " + shownType.getName())));
    }

    private static boolean isShown(JavaMember member) {
        return member.getModifiers().contains(PUBLIC) || member.getModifiers().contains(PROTECTED);
    }

    private static Stream<JavaClass> rawTypes(JavaType type) {
        return type.getAllInvolvedRawTypes().stream();
    }

    private static Stream<JavaClass> rawTypes(JavaMember member) {
        Stream<JavaClass> ofSignature = member.getAllInvolvedRawTypes().stream();
        return member instanceof JavaCodeUnit code
                ? Stream.concat(ofSignature, code.getExceptionTypes().stream())
                : ofSignature;
    }
}
