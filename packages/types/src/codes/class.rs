//! FHIR resource types of R4 and R5, observation categories and common LOINC document types.

use super::codes;

codes! {
    /// A class of data: a FHIR resource type, an observation category or a LOINC document type.
    /// Codes are unique across the three systems; [`DataClass::system`] tells which one a code is of.
    pub enum DataClass {
        Account = 1, "Account", "Account";
        ActivityDefinition = 2, "ActivityDefinition", "ActivityDefinition";
        ActorDefinition = 3, "ActorDefinition", "ActorDefinition";
        AdministrableProductDefinition = 4, "AdministrableProductDefinition", "AdministrableProductDefinition";
        AdverseEvent = 5, "AdverseEvent", "AdverseEvent";
        AllergyIntolerance = 6, "AllergyIntolerance", "AllergyIntolerance";
        Appointment = 7, "Appointment", "Appointment";
        AppointmentResponse = 8, "AppointmentResponse", "AppointmentResponse";
        ArtifactAssessment = 9, "ArtifactAssessment", "ArtifactAssessment";
        AuditEvent = 10, "AuditEvent", "AuditEvent";
        Basic = 11, "Basic", "Basic";
        Binary = 12, "Binary", "Binary";
        BiologicallyDerivedProduct = 13, "BiologicallyDerivedProduct", "BiologicallyDerivedProduct";
        BiologicallyDerivedProductDispense = 14, "BiologicallyDerivedProductDispense", "BiologicallyDerivedProductDispense";
        BodyStructure = 15, "BodyStructure", "BodyStructure";
        Bundle = 16, "Bundle", "Bundle";
        CapabilityStatement = 17, "CapabilityStatement", "CapabilityStatement";
        CarePlan = 18, "CarePlan", "CarePlan";
        CareTeam = 19, "CareTeam", "CareTeam";
        CatalogEntry = 20, "CatalogEntry", "CatalogEntry";
        ChargeItem = 21, "ChargeItem", "ChargeItem";
        ChargeItemDefinition = 22, "ChargeItemDefinition", "ChargeItemDefinition";
        Citation = 23, "Citation", "Citation";
        Claim = 24, "Claim", "Claim";
        ClaimResponse = 25, "ClaimResponse", "ClaimResponse";
        ClinicalImpression = 26, "ClinicalImpression", "ClinicalImpression";
        ClinicalUseDefinition = 27, "ClinicalUseDefinition", "ClinicalUseDefinition";
        CodeSystem = 28, "CodeSystem", "CodeSystem";
        Communication = 29, "Communication", "Communication";
        CommunicationRequest = 30, "CommunicationRequest", "CommunicationRequest";
        CompartmentDefinition = 31, "CompartmentDefinition", "CompartmentDefinition";
        Composition = 32, "Composition", "Composition";
        ConceptMap = 33, "ConceptMap", "ConceptMap";
        Condition = 34, "Condition", "Condition";
        ConditionDefinition = 35, "ConditionDefinition", "ConditionDefinition";
        Consent = 36, "Consent", "Consent";
        Contract = 37, "Contract", "Contract";
        Coverage = 38, "Coverage", "Coverage";
        CoverageEligibilityRequest = 39, "CoverageEligibilityRequest", "CoverageEligibilityRequest";
        CoverageEligibilityResponse = 40, "CoverageEligibilityResponse", "CoverageEligibilityResponse";
        DetectedIssue = 41, "DetectedIssue", "DetectedIssue";
        Device = 42, "Device", "Device";
        DeviceAssociation = 43, "DeviceAssociation", "DeviceAssociation";
        DeviceDefinition = 44, "DeviceDefinition", "DeviceDefinition";
        DeviceDispense = 45, "DeviceDispense", "DeviceDispense";
        DeviceMetric = 46, "DeviceMetric", "DeviceMetric";
        DeviceRequest = 47, "DeviceRequest", "DeviceRequest";
        DeviceUsage = 48, "DeviceUsage", "DeviceUsage";
        DeviceUseStatement = 49, "DeviceUseStatement", "DeviceUseStatement";
        DiagnosticReport = 50, "DiagnosticReport", "DiagnosticReport";
        DocumentManifest = 51, "DocumentManifest", "DocumentManifest";
        DocumentReference = 52, "DocumentReference", "DocumentReference";
        EffectEvidenceSynthesis = 53, "EffectEvidenceSynthesis", "EffectEvidenceSynthesis";
        Encounter = 54, "Encounter", "Encounter";
        EncounterHistory = 55, "EncounterHistory", "EncounterHistory";
        Endpoint = 56, "Endpoint", "Endpoint";
        EnrollmentRequest = 57, "EnrollmentRequest", "EnrollmentRequest";
        EnrollmentResponse = 58, "EnrollmentResponse", "EnrollmentResponse";
        EpisodeOfCare = 59, "EpisodeOfCare", "EpisodeOfCare";
        EventDefinition = 60, "EventDefinition", "EventDefinition";
        Evidence = 61, "Evidence", "Evidence";
        EvidenceReport = 62, "EvidenceReport", "EvidenceReport";
        EvidenceVariable = 63, "EvidenceVariable", "EvidenceVariable";
        ExampleScenario = 64, "ExampleScenario", "ExampleScenario";
        ExplanationOfBenefit = 65, "ExplanationOfBenefit", "ExplanationOfBenefit";
        FamilyMemberHistory = 66, "FamilyMemberHistory", "FamilyMemberHistory";
        Flag = 67, "Flag", "Flag";
        FormularyItem = 68, "FormularyItem", "FormularyItem";
        GenomicStudy = 69, "GenomicStudy", "GenomicStudy";
        Goal = 70, "Goal", "Goal";
        GraphDefinition = 71, "GraphDefinition", "GraphDefinition";
        Group = 72, "Group", "Group";
        GuidanceResponse = 73, "GuidanceResponse", "GuidanceResponse";
        HealthcareService = 74, "HealthcareService", "HealthcareService";
        ImagingSelection = 75, "ImagingSelection", "ImagingSelection";
        ImagingStudy = 76, "ImagingStudy", "ImagingStudy";
        Immunization = 77, "Immunization", "Immunization";
        ImmunizationEvaluation = 78, "ImmunizationEvaluation", "ImmunizationEvaluation";
        ImmunizationRecommendation = 79, "ImmunizationRecommendation", "ImmunizationRecommendation";
        ImplementationGuide = 80, "ImplementationGuide", "ImplementationGuide";
        Ingredient = 81, "Ingredient", "Ingredient";
        InsurancePlan = 82, "InsurancePlan", "InsurancePlan";
        InventoryItem = 83, "InventoryItem", "InventoryItem";
        InventoryReport = 84, "InventoryReport", "InventoryReport";
        Invoice = 85, "Invoice", "Invoice";
        Library = 86, "Library", "Library";
        Linkage = 87, "Linkage", "Linkage";
        List = 88, "List", "List";
        Location = 89, "Location", "Location";
        ManufacturedItemDefinition = 90, "ManufacturedItemDefinition", "ManufacturedItemDefinition";
        Measure = 91, "Measure", "Measure";
        MeasureReport = 92, "MeasureReport", "MeasureReport";
        Media = 93, "Media", "Media";
        Medication = 94, "Medication", "Medication";
        MedicationAdministration = 95, "MedicationAdministration", "MedicationAdministration";
        MedicationDispense = 96, "MedicationDispense", "MedicationDispense";
        MedicationKnowledge = 97, "MedicationKnowledge", "MedicationKnowledge";
        MedicationRequest = 98, "MedicationRequest", "MedicationRequest";
        MedicationStatement = 99, "MedicationStatement", "MedicationStatement";
        MedicinalProduct = 100, "MedicinalProduct", "MedicinalProduct";
        MedicinalProductAuthorization = 101, "MedicinalProductAuthorization", "MedicinalProductAuthorization";
        MedicinalProductContraindication = 102, "MedicinalProductContraindication", "MedicinalProductContraindication";
        MedicinalProductDefinition = 103, "MedicinalProductDefinition", "MedicinalProductDefinition";
        MedicinalProductIndication = 104, "MedicinalProductIndication", "MedicinalProductIndication";
        MedicinalProductIngredient = 105, "MedicinalProductIngredient", "MedicinalProductIngredient";
        MedicinalProductInteraction = 106, "MedicinalProductInteraction", "MedicinalProductInteraction";
        MedicinalProductManufactured = 107, "MedicinalProductManufactured", "MedicinalProductManufactured";
        MedicinalProductPackaged = 108, "MedicinalProductPackaged", "MedicinalProductPackaged";
        MedicinalProductPharmaceutical = 109, "MedicinalProductPharmaceutical", "MedicinalProductPharmaceutical";
        MedicinalProductUndesirableEffect = 110, "MedicinalProductUndesirableEffect", "MedicinalProductUndesirableEffect";
        MessageDefinition = 111, "MessageDefinition", "MessageDefinition";
        MessageHeader = 112, "MessageHeader", "MessageHeader";
        MolecularSequence = 113, "MolecularSequence", "MolecularSequence";
        NamingSystem = 114, "NamingSystem", "NamingSystem";
        NutritionIntake = 115, "NutritionIntake", "NutritionIntake";
        NutritionOrder = 116, "NutritionOrder", "NutritionOrder";
        NutritionProduct = 117, "NutritionProduct", "NutritionProduct";
        Observation = 118, "Observation", "Observation";
        ObservationDefinition = 119, "ObservationDefinition", "ObservationDefinition";
        OperationDefinition = 120, "OperationDefinition", "OperationDefinition";
        OperationOutcome = 121, "OperationOutcome", "OperationOutcome";
        Organization = 122, "Organization", "Organization";
        OrganizationAffiliation = 123, "OrganizationAffiliation", "OrganizationAffiliation";
        PackagedProductDefinition = 124, "PackagedProductDefinition", "PackagedProductDefinition";
        Parameters = 125, "Parameters", "Parameters";
        Patient = 126, "Patient", "Patient";
        PaymentNotice = 127, "PaymentNotice", "PaymentNotice";
        PaymentReconciliation = 128, "PaymentReconciliation", "PaymentReconciliation";
        Permission = 129, "Permission", "Permission";
        Person = 130, "Person", "Person";
        PlanDefinition = 131, "PlanDefinition", "PlanDefinition";
        Practitioner = 132, "Practitioner", "Practitioner";
        PractitionerRole = 133, "PractitionerRole", "PractitionerRole";
        Procedure = 134, "Procedure", "Procedure";
        Provenance = 135, "Provenance", "Provenance";
        Questionnaire = 136, "Questionnaire", "Questionnaire";
        QuestionnaireResponse = 137, "QuestionnaireResponse", "QuestionnaireResponse";
        RegulatedAuthorization = 138, "RegulatedAuthorization", "RegulatedAuthorization";
        RelatedPerson = 139, "RelatedPerson", "RelatedPerson";
        RequestGroup = 140, "RequestGroup", "RequestGroup";
        RequestOrchestration = 141, "RequestOrchestration", "RequestOrchestration";
        Requirements = 142, "Requirements", "Requirements";
        ResearchDefinition = 143, "ResearchDefinition", "ResearchDefinition";
        ResearchElementDefinition = 144, "ResearchElementDefinition", "ResearchElementDefinition";
        ResearchStudy = 145, "ResearchStudy", "ResearchStudy";
        ResearchSubject = 146, "ResearchSubject", "ResearchSubject";
        RiskAssessment = 147, "RiskAssessment", "RiskAssessment";
        RiskEvidenceSynthesis = 148, "RiskEvidenceSynthesis", "RiskEvidenceSynthesis";
        Schedule = 149, "Schedule", "Schedule";
        SearchParameter = 150, "SearchParameter", "SearchParameter";
        ServiceRequest = 151, "ServiceRequest", "ServiceRequest";
        Slot = 152, "Slot", "Slot";
        Specimen = 153, "Specimen", "Specimen";
        SpecimenDefinition = 154, "SpecimenDefinition", "SpecimenDefinition";
        StructureDefinition = 155, "StructureDefinition", "StructureDefinition";
        StructureMap = 156, "StructureMap", "StructureMap";
        Subscription = 157, "Subscription", "Subscription";
        SubscriptionStatus = 158, "SubscriptionStatus", "SubscriptionStatus";
        SubscriptionTopic = 159, "SubscriptionTopic", "SubscriptionTopic";
        Substance = 160, "Substance", "Substance";
        SubstanceDefinition = 161, "SubstanceDefinition", "SubstanceDefinition";
        SubstanceNucleicAcid = 162, "SubstanceNucleicAcid", "SubstanceNucleicAcid";
        SubstancePolymer = 163, "SubstancePolymer", "SubstancePolymer";
        SubstanceProtein = 164, "SubstanceProtein", "SubstanceProtein";
        SubstanceReferenceInformation = 165, "SubstanceReferenceInformation", "SubstanceReferenceInformation";
        SubstanceSourceMaterial = 166, "SubstanceSourceMaterial", "SubstanceSourceMaterial";
        SubstanceSpecification = 167, "SubstanceSpecification", "SubstanceSpecification";
        SupplyDelivery = 168, "SupplyDelivery", "SupplyDelivery";
        SupplyRequest = 169, "SupplyRequest", "SupplyRequest";
        Task = 170, "Task", "Task";
        TerminologyCapabilities = 171, "TerminologyCapabilities", "TerminologyCapabilities";
        TestPlan = 172, "TestPlan", "TestPlan";
        TestReport = 173, "TestReport", "TestReport";
        TestScript = 174, "TestScript", "TestScript";
        Transport = 175, "Transport", "Transport";
        ValueSet = 176, "ValueSet", "ValueSet";
        VerificationResult = 177, "VerificationResult", "VerificationResult";
        VisionPrescription = 178, "VisionPrescription", "VisionPrescription";
        SocialHistory = 179, "social-history", "social-history";
        VitalSigns = 180, "vital-signs", "vital-signs";
        Imaging = 181, "imaging", "imaging";
        Laboratory = 182, "laboratory", "laboratory";
        ProcedureCategory = 183, "procedure", "procedure";
        Survey = 184, "survey", "survey";
        Exam = 185, "exam", "exam";
        Therapy = 186, "therapy", "therapy";
        Activity = 187, "activity", "activity";
        Symptom = 188, "symptom", "symptom";
        SummaryOfEpisodeNote = 189, "34133-9", "summary of episode note";
        PatientSummary = 190, "60591-5", "patient summary";
        DischargeSummary = 191, "18842-5", "discharge summary";
        HistoryAndPhysicalNote = 192, "34117-2", "history and physical note";
        ConsultationNote = 193, "11488-4", "consultation note";
        ProgressNote = 194, "11506-3", "progress note";
        ProcedureNote = 195, "28570-0", "procedure note";
        SurgicalOperationNote = 196, "11504-8", "surgical operation note";
        ReferralNote = 197, "57133-1", "referral note";
        LaboratoryReport = 198, "11502-2", "laboratory report";
        DiagnosticImagingStudy = 199, "18748-4", "diagnostic imaging study";
        PathologyStudy = 200, "11526-1", "pathology study";
        PrescriptionForMedication = 201, "57833-6", "prescription for medication";
        HistoryOfImmunization = 202, "11369-6", "history of immunization";
        ReleaseOfInformationConsent = 203, "64292-6", "release of information consent";
        ConsentDocument = 204, "59284-0", "consent document";
    }
}

/// FHIR resource types.
pub const RESOURCE_TYPES: &str = "http://hl7.org/fhir/resource-types";
/// FHIR observation categories.
pub const OBSERVATION_CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// LOINC.
pub const LOINC: &str = "http://loinc.org";

impl DataClass {
    /// The URI of the code system that the class is of.
    pub fn system(self) -> &'static str {
        if self.number() < DataClass::SocialHistory.number() {
            RESOURCE_TYPES
        } else if self.number() < DataClass::SummaryOfEpisodeNote.number() {
            OBSERVATION_CATEGORY
        } else {
            LOINC
        }
    }
}
