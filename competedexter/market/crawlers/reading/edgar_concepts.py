"""The figures that are read of a company's facts, by the names that filers give them (US GAAP, IFRS, DEI taxonomies)."""

from typing import Final, NamedTuple


class Concept(NamedTuple):
    """A figure under one label. Of several tags for one period the first counts: totals before parts of them."""

    label: str
    tags: tuple[str, ...]


def _gaap(label: str, *tags: str, ifrs: tuple[str, ...] = ()) -> Concept:
    return Concept(label, tuple(f"us-gaap:{tag}" for tag in tags) + tuple(f"ifrs-full:{tag}" for tag in ifrs))


CONCEPTS: Final = (
    _gaap(
        "Revenue",
        "Revenues",
        "RevenueFromContractWithCustomerExcludingAssessedTax",
        "RevenueFromContractWithCustomerIncludingAssessedTax",
        "SalesRevenueNet",
        "RevenuesNetOfInterestExpense",
        "SalesRevenueServicesNet",
        "SalesRevenueGoodsNet",
        ifrs=("Revenue", "RevenueFromContractsWithCustomers"),
    ),
    _gaap("Cost of revenue", "CostOfRevenue", "CostOfGoodsAndServicesSold", ifrs=("CostOfSales",)),
    _gaap("Gross profit", "GrossProfit", ifrs=("GrossProfit",)),
    _gaap("Research and development", "ResearchAndDevelopmentExpense", ifrs=("ResearchAndDevelopmentExpense",)),
    _gaap("Sales and marketing", "SellingAndMarketingExpense", ifrs=("SalesAndMarketingExpense",)),
    _gaap("General and administrative", "GeneralAndAdministrativeExpense", ifrs=("AdministrativeExpense",)),
    _gaap("Selling, general and administrative", "SellingGeneralAndAdministrativeExpense"),
    _gaap("Operating expenses", "OperatingExpenses"),
    _gaap("Operating income", "OperatingIncomeLoss", ifrs=("ProfitLossFromOperatingActivities",)),
    _gaap(
        "Net income",
        "NetIncomeLoss",
        "ProfitLoss",
        "NetIncomeLossAvailableToCommonStockholdersBasic",
        ifrs=("ProfitLossAttributableToOwnersOfParent", "ProfitLoss"),
    ),
    _gaap(
        "Earnings per share, basic",
        "EarningsPerShareBasic",
        "EarningsPerShareBasicAndDiluted",
        ifrs=("BasicEarningsLossPerShare",),
    ),
    _gaap("Earnings per share, diluted", "EarningsPerShareDiluted", ifrs=("DilutedEarningsLossPerShare",)),
    _gaap("Share-based compensation", "ShareBasedCompensation"),
    _gaap(
        "Operating cash flow",
        "NetCashProvidedByUsedInOperatingActivities",
        ifrs=("CashFlowsFromUsedInOperatingActivities",),
    ),
    _gaap("Capital expenditure", "PaymentsToAcquirePropertyPlantAndEquipment"),
    _gaap(
        "Cash",
        "CashAndCashEquivalentsAtCarryingValue",
        "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents",
        "Cash",
        ifrs=("CashAndCashEquivalents",),
    ),
    _gaap("Assets", "Assets", ifrs=("Assets",)),
    _gaap("Liabilities", "Liabilities", ifrs=("Liabilities",)),
    _gaap(
        "Equity",
        "StockholdersEquity",
        "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",
        ifrs=("EquityAttributableToOwnersOfParent", "Equity"),
    ),
    _gaap("Deferred revenue", "ContractWithCustomerLiability", "DeferredRevenue", ifrs=("ContractLiabilities",)),
    _gaap(
        "Deferred revenue, current",
        "ContractWithCustomerLiabilityCurrent",
        "DeferredRevenueCurrent",
        ifrs=("CurrentContractLiabilities",),
    ),
    _gaap("Remaining performance obligations", "RevenueRemainingPerformanceObligation"),
    _gaap("Long-term debt", "LongTermDebt", "LongTermDebtNoncurrent", ifrs=("LongtermBorrowings",)),
    Concept(
        "Shares outstanding",
        ("dei:EntityCommonStockSharesOutstanding", "us-gaap:CommonStockSharesOutstanding"),
    ),
)
