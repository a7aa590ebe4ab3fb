"""Closed lists that logic branches on; the ids are those of the code lists in vocab/data."""

from enum import StrEnum


class DatasetType(StrEnum):
    """The five dataset types of the Thai standard (item 1); they decide which fields apply."""

    RECORD = "record"
    STATISTICS = "statistics"
    GIS = "gis"
    MULTI = "multi"
    OTHER = "other"


class Obligation(StrEnum):
    """Whether a field must be filled in for a dataset type."""

    MANDATORY = "mandatory"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"
    NOT_APPLICABLE = "not-applicable"


class Category(StrEnum):
    """Legal nature of the data (หมวดหมู่), item 13."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    OFFICIAL_SECRET = "official-secret"
    NATIONAL_SECURITY = "national-security"


class Classification(StrEnum):
    """Level of protection (ระดับชั้น), weakest first."""

    OPEN = "open"
    PRIVATE = "private"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top-secret"

    @property
    def rank(self) -> int:
        """0 for open to 4 for top secret."""
        return tuple(Classification).index(self)


#: Levels allowed for each category (classification guideline, มสพร. 8-2565).
LEVELS_OF_CATEGORY: dict[Category, tuple[Classification, ...]] = {
    Category.PUBLIC: (Classification.OPEN,),
    Category.INTERNAL: (Classification.PRIVATE,),
    Category.PERSONAL: (
        Classification.PRIVATE,
        Classification.CONFIDENTIAL,
        Classification.SECRET,
    ),
    Category.OFFICIAL_SECRET: (
        Classification.CONFIDENTIAL,
        Classification.SECRET,
        Classification.TOP_SECRET,
    ),
    Category.NATIONAL_SECURITY: (
        Classification.CONFIDENTIAL,
        Classification.SECRET,
        Classification.TOP_SECRET,
    ),
}


class DigestFrequency(StrEnum):
    """How often a mail tells of the new hits of a saved search."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"


class FrequencyUnit(StrEnum):
    """Unit of the update frequency (item 9, first half)."""

    YEAR = "year"
    HALF_YEAR = "half-year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    BUSINESS_DAY = "business-day"
    HOUR = "hour"
    MINUTE = "minute"
    REAL_TIME = "real-time"
    NEVER = "never"
    UNKNOWN = "unknown"
    OTHER = "other"

    @property
    def needs_interval(self) -> bool:
        """True for units of time: the second half of item 9 is then required."""
        return self not in (
            FrequencyUnit.REAL_TIME,
            FrequencyUnit.NEVER,
            FrequencyUnit.UNKNOWN,
            FrequencyUnit.OTHER,
        )


class DatasetState(StrEnum):
    """Where a dataset stands on its way from draft to catalogue."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    """Who may see a record, widest first."""

    ANYONE = "anyone"
    ORGANISATION = "organisation"
    AGENCY = "agency"
    CUSTODIANS = "custodians"


class ChangeKind(StrEnum):
    """What the public change log says of a dataset: it appeared, changed or left."""

    CREATED = "created"
    UPDATED = "updated"
    DELETED = "deleted"


class Role(StrEnum):
    """What a person does for an agency; evaluator and admin hold for the whole catalogue."""

    STAFF = "staff"
    STEWARD = "steward"
    HEAD = "head"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a role may be allowed to do."""

    REGISTER = "dataset.register"
    EDIT = "dataset.edit"
    SUBMIT = "dataset.submit"
    APPROVE = "dataset.approve"
    WITHDRAW = "dataset.withdraw"
    SEE_SCORE = "score.see"
    IMPORT = "catalogue.import"
    ADMINISTER = "catalogue.administer"


class AgencyKind(StrEnum):
    """Kind of agency: Bangkok's own ranks, the city itself, and publishers outside Bangkok."""

    CITY = "city"
    OFFICE = "office"
    DEPARTMENT = "department"
    DISTRICT = "district"
    NATIONAL = "national"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    REPAIR = "repair"
    ADVICE = "advice"


class Outcome(StrEnum):
    """What an import did with one record of its source."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class UpdateState(StrEnum):
    """How a dataset stands against its own update frequency on a day."""

    ON_TIME = "on-time"
    LATE = "late"
    UNKNOWN = "unknown"
    NOT_EXPECTED = "not-expected"


class Measured(StrEnum):
    """What a criterion of a rubric counts."""

    METADATA_COMPLETENESS = "metadata-completeness"
    UPDATE_TIMELINESS = "update-timeliness"
    NOT_YET = "not-yet"


class NotApplicable(StrEnum):
    """What happens to the points of a criterion that cannot be counted for an agency."""

    RESCALE = "rescale"
    ZERO = "zero"
    FULL = "full"


class Source(StrEnum):
    """Where a number of a rubric comes from."""

    OFFICIAL = "official"
    SEED = "seed"
    REPORT = "report"
    ASSUMED = "assumed"


class ColumnType(StrEnum):
    """What the values of a column are (data dictionary of the standard, item type)."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    YEAR = "year"
    URL = "url"


class StakeholderRole(StrEnum):
    """What an agency is to a database."""

    OWNER = "owner"
    CUSTODIAN = "custodian"
    PROCESSOR = "processor"
    USER = "user"


#: Id of the value อื่นๆ in every code list that has it.
OTHER = "other"
#: Id of the value ไม่ทราบ.
UNKNOWN = "unknown"
#: Id of the value ไม่มี.
NONE = "none"
