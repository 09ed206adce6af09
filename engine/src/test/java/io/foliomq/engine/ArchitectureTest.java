package io.foliomq.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The direction in which the engine's packages may know each other, and what may pass their borders. */
class ArchitectureTest {
    private static final String ENGINE = "io.foliomq.engine";

    private static final JavaClasses MAIN = new ClassFileImporter()
            // The predefined option does not know the build directory of -Dfast.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ENGINE);

    /** Whose format the log has: tests read it so. */
    @Test
    void shouldDoWithoutChronicle() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("net.openhft.."));
    }

    @Test
    void shouldKeepSystemCallsInTheLog() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + ".log..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna.."));
    }

    /** A called method's return type is no dependency of the caller: so no signature may show it. */
    @Test
    void shouldShowNoTypeOfJnaInAnyPublicSignature() {
        check(classes().that().arePublic().should(new ExposeNone(resideInAPackage("com.sun.jna.."))));
    }

    @Test
    void shouldExposeNoneOfItsSubpackages() {
        check(classes()
                .that()
                .resideInAPackage(ENGINE)
                .and()
                .arePublic()
                .should(new ExposeNone(resideInAPackage(ENGINE + ".(*).."))));
    }

    @Test
    void shouldKeepLogAndLedgerApart() {
        check(noClasses()
                .that()
                .resideInAPackage(ENGINE + ".log..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE + ".ledger.."));
        check(noClasses()
                .that()
                .resideInAPackage(ENGINE + ".ledger..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE + ".log..")
                .allowEmptyShould(true));
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        check(slices().assignedFrom(new EachPackageAsSlice()).should().beFreeOfCycles());
    }

    /** The options name the default clocks; everything else is handed its clock. */
    @Test
    void shouldReadNoClockButTheOneOfTheOptions() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ENGINE + ".StoreOptions")
                .should(accessTargetWhere(new ReadsTheClock())));
    }

    @Test
    void shouldDeclareEachPackageNullMarked() {
        check(classes().should(new ArchCondition<>("be in a @NullMarked package") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                boolean marked = javaClass.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(javaClass, marked, javaClass.getDescription()));
            }
        }));
    }

    @Test
    void shouldNameClassesByWhatTheyAre() {
        check(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Data|Info)"));
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }
}
